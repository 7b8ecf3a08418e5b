import { describe, expect, it } from "vitest";
import { emitCatalog, emitSchemas, emitTools } from "../../../codegen/emit/data.ts";
import { planCatalog, planTools } from "../../../codegen/plan/tools.ts";
import type { Wait } from "../../../src/http/operation.ts";
import { answering, INT64, inPath, jsonBody, object, ref, STRING, type TinyService, tinyModel } from "../tiny-api.ts";

const WAIT: Wait = {
  poll: "things.get",
  arguments: { id: { from: "response", field: "id" } },
  state: "state",
  success: ["DONE"],
  failure: [],
  timeoutMinutes: 20,
};
const part = { type: "object", additionalProperties: ref("Part", "parts") };
const things: TinyService = {
  operations: {
    "GET /api/2.0/things/{id}": {
      operationId: "things.get",
      parameters: [inPath("id")],
      ...answering("application/json", ref("Thing")),
      "x-databricks-wait": WAIT,
    },
    "POST /api/2.0/things": { operationId: "things.create", ...jsonBody(object({ part })) },
  },
  schemas: { Thing: object({ id: INT64, next: ref("Thing"), $ref: STRING }) },
};
const model = tinyModel({ things, parts: { schemas: { Part: object({}) } } });

describe("schemas", () => {
  const { path, content } = emitSchemas("things", model.operations, model);

  it("have what goes in and comes out, and refer to $defs, those of another service by its name", () => {
    expect(path).toBe("things/schemas.json");
    expect(JSON.parse(content)).toEqual({
      operations: {
        "things.create": {
          input: {
            type: "object",
            properties: { part: { type: "object", additionalProperties: { $ref: "parts#/$defs/Part" } } },
            additionalProperties: false,
          },
        },
        "things.get": {
          input: {
            type: "object",
            properties: { id: { type: "string" } },
            required: ["id"],
            additionalProperties: false,
          },
          output: { $ref: "#/$defs/Thing" },
          wait: WAIT,
        },
      },
      $defs: {
        Thing: {
          type: "object",
          properties: {
            id: { type: "integer", format: "int64" },
            next: { $ref: "#/$defs/Thing" },
            $ref: { type: "string" },
          },
        },
      },
    });
  });

  it("stand one a line, so that a change shows as a change of few lines", () => {
    expect(content.split("\n").map((line) => line.slice(0, 15))).toEqual([
      '{"operations":{',
      '"things.create"',
      '"things.get":{"',
      "},",
      '"$defs":{',
      '"Thing":{"type"',
      "}}",
      "",
    ]);
  });
});

describe("catalog and tools", () => {
  it("are what was planned, one a line", () => {
    const entries = planCatalog(model);
    const catalog = emitCatalog(model, entries);
    expect(catalog.path).toBe("catalog.json");
    expect(JSON.parse(catalog.content)).toEqual({
      sdk: "1.2.3",
      aliases: { "old.get": "things.get" },
      operations: entries,
    });
    expect(catalog.content.split("\n")).toHaveLength(entries.length + 3);
  });

  it("tools are one a line too", () => {
    const tools = planTools(model);
    const { path, content } = emitTools("things", tools);
    expect(path).toBe("things/tools.json");
    expect(JSON.parse(content)).toEqual(tools);
    expect(content.split("\n")).toHaveLength(tools.length + 3);
  });
});
