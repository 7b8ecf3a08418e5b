import { describe, expect, it } from "vitest";
import { enumeration, method, struct } from "./go-source.ts";
import { importMini, importThings } from "./mini-sdk.ts";

/** The properties that the fields of an answer become. */
async function properties(fields: readonly string[], ...models: readonly string[]) {
  const imported = await importThings({
    impl: method({ name: "Get", path: "/api/2.0/things", response: "Thing" }),
    model: [struct("Thing", ...fields), ...models].join(""),
  });
  return imported.schema("things", "Thing")?.properties;
}

describe("types", () => {
  it.each([
    ["string", { type: "string" }],
    ["*string", { type: "string" }],
    ["bool", { type: "boolean" }],
    ["float64", { type: "number" }],
    ["*time.Time", { type: "string", format: "date-time" }],
    ["*duration.Duration", { type: "string", format: "google-duration" }],
    ["map[string][]bool", { type: "object", additionalProperties: { type: "array", items: { type: "boolean" } } }],
  ])("%s", async (type, schema) => {
    expect(await properties([`Value ${type} json:"value"`])).toEqual({ value: schema });
  });

  it.each([
    ["int", { type: "integer" }],
    ["int64", { type: "integer", format: "int64" }],
    ["[]int64", { type: "array", items: { type: "integer", format: "int64" } }],
  ])("trap 7: %s keeps its width, so that no digit is lost", async (type, schema) => {
    expect(await properties([`Id ${type} json:"id"`])).toEqual({ id: schema });
  });

  it.each(["any", "json.RawMessage"])("trap 8: %s takes anything", async (type) => {
    expect(await properties([`Value ${type} json:"value"`])).toEqual({ value: {} });
  });
});

describe("trap 8: schemas", () => {
  it("make no union of optional siblings", async () => {
    const fields = ["// Exactly one of a and b.", 'A *string json:"a,omitempty"', 'B *string json:"b,omitempty"'];
    expect(await properties(fields)).toEqual({ a: { type: "string" }, b: { type: "string" } });
  });

  it("may hold their own kind", async () => {
    const found = await properties(['Inner *Thing json:"inner"', 'All []Thing json:"all"']);
    expect(found).toEqual({
      inner: { $ref: "#/components/schemas/Thing" },
      all: { type: "array", items: { $ref: "#/components/schemas/Thing" } },
    });
  });

  it("keep wire names as they are: camel case, and $ref", async () => {
    const found = await properties(['DisplayName string json:"displayName"', 'Ref string json:"$ref,omitempty"']);
    expect(found).toEqual({ displayName: { type: "string" }, $ref: { type: "string" } });
  });

  it("of one name in two services are two schemas", async () => {
    const get = (api: string, response: string): string =>
      method({ api, name: "Get", path: `/api/2.0/${api}`, response });
    const imported = await importMini({
      services: {
        things: {
          impl: get("Things", "Thing"),
          model:
            struct("Thing", 'Mine Part json:"mine"', 'Theirs others.Part json:"theirs"') +
            struct("Part", 'A int json:"a"'),
        },
        others: { impl: get("Others", "Part"), model: struct("Part", 'B bool json:"b"') },
      },
    });
    expect(imported.schema("things", "Thing")?.properties).toEqual({
      mine: { $ref: "#/components/schemas/Part" },
      theirs: { $ref: "others.json#/components/schemas/Part" },
    });
    expect(imported.schema("things", "Part")?.properties).toEqual({ a: { type: "integer" } });
    expect(imported.schema("others", "Part")?.properties).toEqual({ b: { type: "boolean" } });
  });

  it("that only another service mentions stand in their own document, and unused ones nowhere", async () => {
    const imported = await importMini({
      services: {
        things: {
          impl: method({ name: "Get", path: "/api/2.0/things", response: "Thing" }),
          model: struct("Thing", 'Part others.Part json:"part"') + struct("Unused", 'A int json:"a"'),
        },
        others: {
          impl: method({ api: "Others", name: "Get", path: "/api/2.0/others" }),
          model: struct("Part", 'B bool json:"b"'),
        },
      },
    });
    expect(Object.keys(imported.document("things").components.schemas)).toEqual(["Thing"]);
    expect(Object.keys(imported.document("others").components.schemas)).toEqual(["Part"]);
  });
});

describe("trap 9: enums", () => {
  it("have the values of the wire, in whatever spelling", async () => {
    const imported = await importThings({
      impl: method({ name: "Get", path: "/api/2.0/things", response: "Thing" }),
      model:
        struct("Thing", 'State State json:"state"') +
        enumeration("State", {
          StateRunning: "RUNNING",
          StateCancelled: "Cancelled",
          StatePython: "python",
          StateUrn: "urn:ietf:params:scim:schemas:core:2.0:User",
        }),
    });
    expect(imported.schema("things", "State")).toEqual({
      type: "string",
      enum: ["RUNNING", "Cancelled", "python", "urn:ietf:params:scim:schemas:core:2.0:User"],
    });
  });
});

describe("trap 15: required", () => {
  it("is what the SDK says, in requests and in answers", async () => {
    const imported = await importThings({
      impl: method({ name: "Save", verb: "Post", path: "/api/2.0/things", request: "Save", response: "Saved" }),
      model:
        struct("Save", 'A string json:"a"', 'B string json:"b,omitempty"') +
        struct("Saved", 'C string json:"c"', 'D string json:"d,omitempty"'),
    });
    expect(imported.schema("things", "Save")?.required).toEqual(["a"]);
    expect(imported.schema("things", "Saved")?.required).toEqual(["c"]);
  });

  it("is left out when nothing is", async () => {
    const imported = await importThings({
      impl: method({ name: "Get", path: "/api/2.0/things", response: "Thing" }),
      model: struct("Thing", 'A string json:"a,omitempty"'),
    });
    expect(imported.schema("things", "Thing")).toEqual({ type: "object", properties: { a: { type: "string" } } });
  });
});

describe("trap 16: what the source does not say", () => {
  it("is not in the document: no read-only mark, default, limit, format, error answer or prose", async () => {
    const imported = await importThings({
      impl: method({ name: "SaveAll", verb: "Post", path: "/api/2.0/things", request: "Save" }),
      model: struct(
        "Save",
        "// Output only. At most 100, 20 by default. An e-mail address. Write-only.",
        'Value string json:"value,omitempty"',
      ),
    });
    expect(imported.schema("things", "Save")).toEqual({ type: "object", properties: { value: { type: "string" } } });
    const { operationId, tags, summary, requestBody, responses, path, verb, ...rest } =
      imported.operation("things.saveAll");
    expect(rest).toEqual({ "x-databricks-scope": "workspace" });
    expect(responses).toEqual({ "200": { description: "Success" } });
    expect(summary).toBe("Things: save all");
  });

  it.each([
    ["Deprecated: gone soon.", true],
    ["**Warning**: This API is deprecated. See another one.", true],
    ["DEPRECATED: gone soon.", true],
    ["Pages without tokens will be deprecated.", undefined],
  ])("deprecation is told by the comment of the method: %s", async (comment, deprecated) => {
    const imported = await importThings({
      impl: method({ name: "Get", path: "/api/2.0/things" }),
      interface: `
// Deprecated: Do not use this interface.
type ThingsService interface {

	// ${comment}
	Get(ctx context.Context) error
}
`,
    });
    expect(imported.operation("things.get").deprecated).toBe(deprecated);
  });
});
