import { describe, expect, it } from "vitest";
import { type GoMethod, method, struct } from "./go-source.ts";
import { importThings } from "./mini-sdk.ts";

const answer = async (model: string, more: Partial<GoMethod> = {}) => {
  const get = { name: "Get", path: "/api/2.0/things", response: "Answer", ...more };
  const imported = await importThings({ impl: method(get), model });
  return imported.operation("things.get").responses["200"];
};

const BYTES = { schema: { type: "string", format: "binary" } };

describe("trap 10: binary bodies", () => {
  it.each(["application/octet-stream", "text/plain"])("are downloaded as %s", async (accept) => {
    const model = struct("Answer", 'Contents io.ReadCloser json:"-"');
    expect(await answer(model, { accept })).toEqual({ description: "Success", content: { [accept]: BYTES } });
  });

  it("are uploaded", async () => {
    const imported = await importThings({
      impl: method({
        name: "Upload",
        verb: "Put",
        path: "/api/2.0/things",
        request: "UploadRequest",
        body: "request.Contents",
        contentType: "application/octet-stream",
      }),
      model: struct("UploadRequest", 'Contents io.ReadCloser json:"-"'),
    });
    expect(imported.operation("things.upload")).toMatchObject({
      requestBody: { required: true, content: { "application/octet-stream": BYTES } },
      "x-databricks-body-argument": "contents",
    });
  });
});

const HEADERS = [
  'Length int64 json:"-" url:"-" header:"content-length"',
  'Type string json:"-" url:"-" header:"x-type"',
];

const HEADER_OBJECTS = {
  "content-length": { schema: { type: "integer", format: "int64" } },
  "x-type": { schema: { type: "string" } },
};

describe("trap 10: headers that carry results", () => {
  it("come alone", async () => {
    expect(await answer(struct("Answer", ...HEADERS), { verb: "Head" })).toEqual({
      description: "Success",
      headers: HEADER_OBJECTS,
    });
  });

  it("come beside bytes", async () => {
    const model = struct("Answer", ...HEADERS, 'Contents io.ReadCloser json:"-"');
    expect(await answer(model, { accept: "application/octet-stream" })).toEqual({
      description: "Success",
      headers: HEADER_OBJECTS,
      content: { "application/octet-stream": BYTES },
    });
  });

  it("come beside JSON, and are no fields of it", async () => {
    const model = struct("Answer", ...HEADERS, 'Id string json:"id"');
    const imported = await importThings({
      impl: method({ name: "Get", path: "/api/2.0/things", response: "Answer" }),
      model,
    });
    expect(imported.operation("things.get").responses["200"].headers).toEqual(HEADER_OBJECTS);
    expect(imported.schema("things", "Answer")?.properties).toEqual({ id: { type: "string" } });
  });
});

describe("answers", () => {
  it("may be nothing", async () => {
    const imported = await importThings({ impl: method({ name: "Delete", verb: "Delete", path: "/api/2.0/things" }) });
    expect(imported.operation("things.delete").responses["200"]).toEqual({ description: "Success" });
  });

  it("may be a bare array", async () => {
    const model = struct("Thing", 'Id string json:"id"');
    expect(await answer(model, { response: "[]Thing" })).toMatchObject({
      content: { "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/Thing" } } } },
    });
  });
});
