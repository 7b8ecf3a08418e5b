import { describe, expect, it } from "vitest";
import type { OpenApiResponse } from "../../../codegen/model/openapi.ts";
import { INT64, inPath, inQuery, jsonBody, object, ref, STRING, tinyModel, tinyOperation } from "../tiny-api.ts";

describe("parameters", () => {
  it.each([
    ["one segment", inPath("id"), { style: "segment" }],
    ["a file", inPath("id", { "x-databricks-style": "file" }), { style: "file" }],
    ["the account", inPath("id", { "x-databricks-style": "account" }), { style: "account" }],
  ])("in the path: %s", (_, parameter, more) => {
    const { wire } = tinyOperation("GET /api/2.0/things/{id}", { parameters: [parameter] });
    expect(wire.parameters).toEqual([{ name: "id", in: "path", required: true, ...more }]);
  });

  it.each([
    [{ type: "string" }, "string"],
    [INT64, "integer"],
    [{ type: "boolean" }, "boolean"],
    [{ type: "array", items: STRING }, "array"],
    [ref("Color"), "string"],
    [ref("Filter"), "object"],
    [{}, "string"],
  ])("in the query: %j is spelled as %s", (schema, type) => {
    const schemas = { Color: { type: "string", enum: ["RED"] }, Filter: object({ from: STRING }) };
    const { wire } = tinyOperation("GET /api/2.0/things", { parameters: [inQuery("by", schema)] }, schemas);
    expect(wire.parameters).toEqual([{ name: "by", in: "query", type }]);
  });

  it("the account id may be left out as an argument, the configuration has it", () => {
    const parameters = [inPath("account_id", { "x-databricks-style": "account" })];
    const { arguments: args } = tinyOperation("GET /api/2.0/accounts/{account_id}", { parameters });
    expect(args.map(({ name, required }) => [name, required])).toEqual([["account_id", false]]);
  });
});

describe("answers", () => {
  const size = { "content-length": { schema: INT64 }, "last-modified": { schema: STRING } };
  it.each<[string, OpenApiResponse, object]>([
    ["JSON", { content: { "application/json": { schema: ref("Thing") } } }, { kind: "json" }],
    ["nothing", {}, { kind: "none" }],
    ["text", { content: { "text/plain": { schema: STRING } } }, { kind: "text" }],
    ["bytes", { content: { "application/octet-stream": { schema: STRING } } }, { kind: "bytes" }],
    [
      "only headers",
      { headers: size },
      { kind: "none", headers: { "content-length": "integer", "last-modified": "string" } },
    ],
    [
      "bytes with headers",
      { content: { "application/octet-stream": { schema: STRING } }, headers: size },
      { kind: "bytes", headers: { "content-length": "integer", "last-modified": "string" } },
    ],
  ])("%s", (_, response, answer) => {
    const { wire } = tinyOperation("GET /api/2.0/things", { responses: { "200": response } }, { Thing: object({}) });
    expect(wire.answer).toEqual(answer);
  });

  it("have a schema only when they are JSON", () => {
    const output = (mediaType: string) =>
      tinyOperation("GET /api/2.0/things", {
        responses: { "200": { content: { [mediaType]: { schema: ref("Thing") } } } },
      }).output;
    expect(output("application/json")).toEqual(ref("Thing"));
    expect(output("text/plain")).toBeUndefined();
  });
});

describe("risk", () => {
  it.each([
    ["GET", "read"],
    ["HEAD", "read"],
    ["POST", "write"],
    ["PUT", "write"],
    ["PATCH", "write"],
    ["DELETE", "destructive"],
  ])("%s is %s", (verb, risk) => {
    expect(tinyOperation(`${verb} /api/2.0/things`).wire).toMatchObject({ method: verb, risk });
  });

  it.each(["read", "write", "destructive"] as const)("an annotation knows better: %s", (risk) => {
    expect(tinyOperation("POST /api/2.0/things/search", {}, {}, { risk, why: "…" }).wire.risk).toBe(risk);
  });
});

describe("annotations", () => {
  it("give words", () => {
    const annotation = { summary: "Find things", keywords: ["search", "look up"] };
    const { summary, keywords } = tinyOperation("GET /api/2.0/things", { summary: "List" }, {}, annotation);
    expect({ summary, keywords }).toEqual(annotation);
  });

  it("without one, the words are those of the document", () => {
    expect(tinyOperation("GET /api/2.0/things", { summary: "List" })).toMatchObject({ summary: "List", keywords: [] });
  });

  it("of an operation that is not there are an error that names it", () => {
    const things = { operations: { "GET /api/2.0/things": { operationId: "things.list" } } };
    expect(() => tinyModel({ things }, { "things.lsit": { risk: "read" } })).toThrow(
      "specs/annotations name operations that specs/ does not have: things.lsit",
    );
  });
});

describe("the rest of an operation", () => {
  it("comes from the document", () => {
    const found = tinyOperation("POST /api/2.0/accounts/things", {
      operationId: "thingsV2.create",
      summary: "Things: create",
      deprecated: true,
      "x-databricks-scope": "account",
      "x-databricks-launch-stage": "PUBLIC_BETA",
      "x-databricks-idempotency": "token",
      ...jsonBody(object({ token: STRING, parts: { type: "array", items: INT64 } })),
    });
    expect(found).toMatchObject({
      id: "thingsV2.create",
      service: "things",
      api: "thingsV2",
      method: "create",
      summary: "Things: create",
      deprecated: true,
      stage: "PUBLIC_BETA",
      wire: {
        id: "thingsV2.create",
        method: "POST",
        path: "/api/2.0/accounts/things",
        scope: "account",
        idempotency: "token",
        int64: ["parts[]"],
      },
    });
  });

  it("what the document does not say is not there", () => {
    const { wire, ...rest } = tinyOperation("GET /api/2.0/things");
    expect(wire).toEqual({
      id: "things.do",
      method: "GET",
      path: "/api/2.0/things",
      scope: "workspace",
      risk: "read",
      parameters: [],
      answer: { kind: "none" },
    });
    expect(rest).not.toHaveProperty("stage");
    expect(rest.deprecated).toBe(false);
  });
});

describe("operations", () => {
  it("come in the order of their ids, whatever file they are in", () => {
    const { operations, services } = tinyModel({
      a: { operations: { "GET /api/2.0/z": { operationId: "z.get" }, "PUT /api/2.0/z": { operationId: "m.put" } } },
      b: { operations: { "GET /api/2.0/b": { operationId: "B.get" }, "GET /api/2.0/n": { operationId: "n.get" } } },
    });
    expect(operations.map(({ id, service }) => `${service} ${id}`)).toEqual([
      "b B.get",
      "a m.put",
      "b n.get",
      "a z.get",
    ]);
    expect(services).toEqual(["a", "b"]);
  });
});
