import { describe, expect, it } from "vitest";
import { parsePairs, readArguments } from "../../../src/cli/parse-arguments.ts";

const schema = {
  properties: {
    text: { type: "string" },
    count: { type: "integer" },
    id: { type: ["integer", "string"] },
    share: { type: "number" },
    on: { type: "boolean" },
    names: { type: "array", items: { type: "string" } },
    ids: { type: "array", items: { type: "integer" } },
    tags: { type: "object" },
    any: { type: ["string", "number", "boolean", "null"] },
    free: {},
  },
};

describe("--arg is read by the type of its name", () => {
  it.each([
    [["text=a=b"], { text: "a=b" }],
    [["text="], { text: "" }],
    [["text=12"], { text: "12" }],
    [["text=true"], { text: "true" }],
    [["text=two\nlines"], { text: "two\nlines" }],
    [["count=12"], { count: 12 }],
    [["count=-3"], { count: -3 }],
    [["count=many"], { count: "many" }],
    [["id=1125899906842624001"], { id: "1125899906842624001" }],
    [["id=7"], { id: 7 }],
    [["share=0.5"], { share: 0.5 }],
    [["share=1e-3"], { share: 0.001 }],
    [["on=true", "count=0"], { on: true, count: 0 }],
    [["on=yes"], { on: "yes" }],
    [["names=a", "names=b"], { names: ["a", "b"] }],
    [['names=["a"]', "names=b"], { names: ["a", "b"] }],
    [["ids=1", "ids=2"], { ids: [1, 2] }],
    [['tags={"a": 1}'], { tags: { a: 1 } }],
    [["any=null"], { any: null }],
    [["any=5"], { any: 5 }],
    [["free=a b"], { free: "a b" }],
    [['free={"a":1}'], { free: { a: 1 } }],
    [["unknown=1"], { unknown: "1" }],
    [["text:=1"], { text: 1 }],
    [['tags:={"id": 1125899906842624001}'], { tags: { id: "1125899906842624001" } }],
    [['text:="@x"'], { text: "@x" }],
  ])("%j is %j", (pairs, args) => {
    expect(parsePairs(pairs, schema)).toEqual(args);
  });

  it.each([
    [["text"], "--arg text: expected name=value, or name:=json"],
    [["=1"], "--arg =1: expected name=value, or name:=json"],
    [["text=a", "text=b"], "--arg text is given twice, but is not a list"],
    [["tags=a"], "--arg tags: expected JSON"],
    [["text:=a"], "--arg text: expected JSON"],
  ])("%j is refused", (pairs, message) => {
    expect(() => parsePairs(pairs, schema)).toThrow(message);
  });
});

it("--arg goes before --json-args", async () => {
  const args = await readArguments({ jsonArgs: '{"count": 1, "text": "a"}', arg: ["count=2"] }, schema);
  expect(args).toEqual({ count: 2, text: "a" });
});

it("name=@file is the text of a file", async () => {
  const { text } = await readArguments({ arg: [`text=@${import.meta.filename}`] }, schema);
  expect(text).toContain("is the text of a file");
});
