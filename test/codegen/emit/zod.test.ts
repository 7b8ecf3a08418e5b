import { describe, expect, it } from "vitest";
import { validatorName, zodExpression } from "../../../codegen/emit/zod.ts";
import type { Schema } from "../../../codegen/model/openapi.ts";
import { INT64, object, ref, STRING } from "../tiny-api.ts";

describe("zodExpression", () => {
  it.each<[string, Schema, string]>([
    ["text", STRING, "z.string()"],
    ["a number", { type: "number" }, "z.number()"],
    ["an integer", { type: "integer" }, "z.number().int()"],
    ["true or false", { type: "boolean" }, "z.boolean()"],
    ["an integer of 64 bits", INT64, "int64"],
    ["bytes", { type: "string", format: "binary" }, "bytes"],
    ["a format of text is the server's to judge", { type: "string", format: "date-time" }, "z.string()"],
    ["an enum", { type: "string", enum: ["A", "B"] }, 'z.enum(["A","B"])'],
    ["an enum of one", { type: "string", enum: ["A"] }, 'z.literal("A")'],
    ["a reference, which may be to itself", ref("Task"), "z.lazy(() => $Task)"],
    ["a reference to another service", ref("Spec", "compute"), "z.lazy(() => $Spec)"],
    ["anything", {}, "z.json()"],
    ["an array", { type: "array", items: INT64 }, "z.array(int64)"],
    ["an array of formats", { type: "array", items: { type: "string", format: "uri" } }, "z.array(z.string())"],
    ["a map", { type: "object", additionalProperties: INT64 }, "z.record(z.string(), int64)"],
    ["a map of anything", { type: "object", additionalProperties: {} }, "z.record(z.string(), z.json())"],
    ["an object of anything", { type: "object" }, "z.record(z.string(), z.json())"],
    ["an object takes nothing else", object({}), "z.object({}).strict()"],
    [
      "an object with what must and what may be there",
      object({ name: STRING, "dotted-name": INT64, $ref: STRING }, ["name"]),
      'z.object({ "name": z.string(), "dotted-name": int64.optional(), "$ref": z.string().optional() }).strict()',
    ],
    [
      "objects inside are as strict",
      { type: "array", items: object({ inner: object({ a: STRING }) }, ["inner"]) },
      'z.array(z.object({ "inner": z.object({ "a": z.string().optional() }).strict() }).strict())',
    ],
    [
      "values of a map are as strict",
      { type: "object", additionalProperties: object({ a: STRING }) },
      'z.record(z.string(), z.object({ "a": z.string().optional() }).strict())',
    ],
  ])("%s", (_, schema, expression) => {
    expect(zodExpression(schema, "jobs")).toBe(expression);
  });
});

describe("validatorName", () => {
  it("keeps components apart from JavaScript's own names", () => {
    expect(validatorName({ service: "catalog", name: "Function" })).toBe("$Function");
  });
});
