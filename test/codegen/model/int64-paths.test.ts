import { describe, expect, it } from "vitest";
import { int64Paths } from "../../../codegen/model/int64-paths.ts";
import type { Schema } from "../../../codegen/model/openapi.ts";
import { SchemaIndex } from "../../../codegen/model/schema-refs.ts";
import { INT64, inPath, inQuery, jsonBody, object, ref, STRING, tinyDocument, tinyOperation } from "../tiny-api.ts";

const schemas = new SchemaIndex(
  new Map([
    [
      "things",
      tinyDocument({
        schemas: {
          Thing: object({ id: INT64, name: STRING }),
          Task: object({ id: INT64, each: ref("ForEach") }),
          ForEach: object({ limit: INT64, task: ref("Task") }),
        },
      }),
    ],
    [
      "others",
      tinyDocument({ schemas: { Part: object({ size: INT64, inner: ref("Inner") }), Inner: object({ n: INT64 }) } }),
    ],
  ]),
);

const array = (items: Schema): Schema => ({ type: "array", items });
const map = (additionalProperties: Schema): Schema => ({ type: "object", additionalProperties });

describe("paths of 64-bit integers", () => {
  it.each<[string, Schema, string[]]>([
    ["an integer itself", INT64, ["a"]],
    ["a narrower one, or none", object({ n: { type: "integer" }, s: STRING }), []],
    ["a field", object({ id: INT64 }), ["a.id"]],
    ["each item", array(INT64), ["a[]"]],
    ["each value of a map", map(INT64), ["a.*"]],
    ["a field of each item of each value", map(array(object({ id: INT64 }))), ["a.*[].id"]],
    ["items of items", array(array(INT64)), ["a[][]"]],
    ["through a reference", array(ref("Thing")), ["a[].id"]],
    ["through another service, and its own references", ref("Part", "others"), ["a.size", "a.inner.n"]],
    ["anything", {}, []],
  ])("%s", (_, schema, paths) => {
    expect(int64Paths("a", schema, "things", schemas)).toEqual(paths);
  });

  it("a schema that holds its own kind is followed once", () => {
    expect(int64Paths("task", ref("Task"), "things", schemas)).toEqual([
      "task.id",
      "task.each.limit",
      "task.each.task.id",
      "task.each.task.each.limit",
    ]);
  });
});

describe("of an operation", () => {
  it("are those of its body: the path and the query are text anyway", () => {
    const operation = {
      parameters: [inPath("id", { schema: INT64 }), inQuery("limit", INT64)],
      ...jsonBody(ref("Thing")),
    };
    const { wire } = tinyOperation("POST /api/2.0/things/{id}", operation, { Thing: object({ size: INT64 }) });
    expect(wire.int64).toEqual(["size"]);
  });

  it("start with the argument when that is the whole body", () => {
    const operation = {
      parameters: [inPath("id")],
      "x-databricks-body-argument": "thing",
      ...jsonBody(ref("Thing")),
    };
    const { wire } = tinyOperation("POST /api/2.0/things/{id}", operation, { Thing: object({ id: INT64 }) });
    expect(wire.int64).toEqual(["thing.id"]);
  });
});
