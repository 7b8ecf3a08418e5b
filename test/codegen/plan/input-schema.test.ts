import { describe, expect, it } from "vitest";
import type { Schema } from "../../../codegen/model/openapi.ts";
import type { ArgumentModel } from "../../../codegen/model/operations.ts";
import { SchemaIndex } from "../../../codegen/model/schema-refs.ts";
import { fullSchema, listSchema } from "../../../codegen/plan/input-schema.ts";
import { INT64, object, ref, STRING, tinyDocument } from "../tiny-api.ts";

/** Fits into 4,096 bytes once, not three times. */
const wide = object(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`property_number_${index}`, STRING])));

const schemas = new SchemaIndex(
  new Map([
    [
      "things",
      tinyDocument({
        schemas: {
          Color: { type: "string", enum: ["BLUE", "RED"] },
          Node: object({ value: STRING, next: ref("Node") }, ["value"]),
          Outer: object({ spec: ref("Spec", "others") }),
          Wide: wide,
          Wider: object({ one: ref("Wide"), two: ref("Wide"), three: ref("Wide") }),
        },
      }),
    ],
    [
      "others",
      tinyDocument({ schemas: { Spec: object({ size: ref("Size") }), Size: { type: "string", enum: ["S"] } } }),
    ],
  ]),
);

const argument = (name: string, schema: Schema, more: Partial<ArgumentModel> = {}): ArgumentModel => ({
  name,
  schema,
  required: false,
  from: "body",
  ...more,
});

/** How one argument is spelled in a list of tools. */
const listed = (schema: Schema): unknown => listSchema([argument("it", schema)], "things", schemas).properties?.it;

const bytes = (schema: Schema): number => Buffer.byteLength(JSON.stringify(schema));

describe("list form", () => {
  it("is a flat object that takes nothing else", () => {
    const args = [argument("id", STRING, { required: true, from: "path" }), argument("limit", { type: "integer" })];
    expect(listSchema(args, "things", schemas)).toEqual({
      type: "object",
      properties: { id: { type: "string" }, limit: { type: "integer" } },
      required: ["id"],
      additionalProperties: false,
    });
  });

  it("without arguments is an empty object", () => {
    expect(listSchema([], "things", schemas)).toEqual({ type: "object", properties: {}, additionalProperties: false });
  });

  it("says the form of a resource name", () => {
    const name = argument("name", STRING, { required: true, from: "path", pattern: "projects/{project_id}" });
    expect(listSchema([name], "things", schemas).properties).toEqual({
      name: { type: "string", description: "Form: projects/{project_id}" },
    });
  });

  it.each<[string, Schema, unknown]>([
    ["64-bit integers may be digits", INT64, { type: ["integer", "string"] }],
    ["bytes are base64", { type: "string", format: "binary" }, { type: "string", description: "Base64" }],
    ["formats of text are left out", { type: "string", format: "date-time" }, { type: "string" }],
    ["an enum keeps its values", ref("Color"), { type: "string", enum: ["BLUE", "RED"] }],
    [
      "arrays",
      { type: "array", items: ref("Color") },
      { type: "array", items: { type: "string", enum: ["BLUE", "RED"] } },
    ],
    [
      "maps",
      { type: "object", additionalProperties: INT64 },
      { type: "object", additionalProperties: { type: ["integer", "string"] } },
    ],
    ["anything", {}, {}],
    ["an object without known properties", { type: "object" }, { type: "object" }],
    [
      "references of other services",
      ref("Outer"),
      {
        type: "object",
        properties: { spec: { type: "object", properties: { size: { type: "string", enum: ["S"] } } } },
      },
    ],
  ])("%s", (_, schema, expected) => {
    expect(listed(schema)).toEqual(expected);
  });

  it("spells four levels of objects; below that an object is an object", () => {
    const level = (next: unknown): unknown => ({
      type: "object",
      properties: { value: { type: "string" }, next },
      required: ["value"],
    });
    expect(listed(ref("Node"))).toEqual(level(level(level(level({ type: "object" })))));
  });
});

describe("the budget of the list form, 4,096 bytes,", () => {
  it("takes levels away until it fits", () => {
    const args = [argument("it", ref("Wider")), argument("that", ref("Node"))];
    expect(listSchema(args, "things", schemas).properties).toEqual({
      it: {
        type: "object",
        properties: { one: { type: "object" }, two: { type: "object" }, three: { type: "object" } },
      },
      that: {
        type: "object",
        properties: { value: { type: "string" }, next: { type: "object" } },
        required: ["value"],
      },
    });
  });

  it("takes everything but the type away when the top alone is too much", () => {
    const values = Array.from({ length: 300 }, (_, index) => `A_RATHER_LONG_VALUE_${index}`);
    const args = [
      argument("choice", { type: "string", enum: values }),
      argument("choices", { type: "array", items: { type: "string", enum: values } }),
      argument("count", INT64),
      argument("any", {}),
    ];
    expect(listSchema(args, "things", schemas).properties).toEqual({
      choice: { type: "string" },
      choices: { type: "array" },
      count: { type: ["integer", "string"] },
      any: {},
    });
  });

  it("counts bytes, not characters", () => {
    const umlauts = Array.from({ length: 120 }, (_, index) => `${"ü".repeat(15)}${index}`);
    const schema = listSchema([argument("it", object({ deep: { type: "string", enum: umlauts } }))], "things", schemas);
    expect(bytes(schema)).toBeLessThanOrEqual(4096);
    expect(schema.properties).toEqual({ it: { type: "object" } });
  });
});

describe("full form", () => {
  it("has the schemas as they are, each through the one who spells references", () => {
    const args = [
      argument("name", STRING, { required: true, from: "path", pattern: "projects/{project_id}" }),
      argument("task", ref("Node")),
    ];
    expect(fullSchema(args, (schema) => ({ ...schema, seen: true }))).toEqual({
      type: "object",
      properties: {
        name: { type: "string", seen: true, description: "Form: projects/{project_id}" },
        task: { $ref: "#/components/schemas/Node", seen: true },
      },
      required: ["name"],
      additionalProperties: false,
    });
  });
});
