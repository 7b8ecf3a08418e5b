import { describe, expect, it } from "vitest";
import { type FormatName, rowFormat, uniqueNames } from "../../../src/cli/sql-formats.ts";
import { parseParameter } from "../../../src/cli/sql-parameters.ts";

describe("--param", () => {
  it.each([
    ["a=1", { name: "a", value: "1" }],
    ["a=1:INT", { name: "a", value: "1", type: "INT" }],
    ["a=2024-01-31 10:30:00:TIMESTAMP", { name: "a", value: "2024-01-31 10:30:00", type: "TIMESTAMP" }],
    ["a=10:30", { name: "a", value: "10:30" }],
    ["a=x:int", { name: "a", value: "x:int" }],
    ["a=1.5:DECIMAL(10,2)", { name: "a", value: "1.5", type: "DECIMAL(10,2)" }],
    ["a=x:INT:STRING", { name: "a", value: "x:INT", type: "STRING" }],
    ["a=", { name: "a", value: "" }],
    ["a=b=c", { name: "a", value: "b=c" }],
    ["a", { name: "a" }],
    ["a:DATE", { name: "a", type: "DATE" }],
    [":a=1", { name: "a", value: "1" }],
  ])("%s", (text, parameter) => {
    expect(parseParameter(text)).toEqual(parameter);
  });

  it.each(["", "=1", "a b=1"])("refuses %j", (text) => {
    expect(() => parseParameter(text)).toThrow("expected name=value");
  });
});

describe("column names", () => {
  it.each([
    [
      ["a", "b"],
      ["a", "b"],
    ],
    [
      ["a", "a", "a"],
      ["a", "a_2", "a_3"],
    ],
    [
      ["a", "a", "a_2"],
      ["a", "a_3", "a_2"],
    ],
    [
      ["", ""],
      ["", "_2"],
    ],
  ])("%j become %j", (names, unique) => {
    expect(uniqueNames(names)).toEqual(unique);
  });
});

describe("formats go on from page to page", () => {
  const columns = [{ name: "a", type: "STRING" }];
  it.each([
    ["csv", "a\nx\ny\n"],
    ["json", '[\n{"a":"x"},\n{"a":"y"}\n]\n'],
    ["jsonl", '{"a":"x"}\n{"a":"y"}\n'],
    ["table", "a\n─\nx\ny\n"],
  ] as const)("%s", (name: FormatName, text) => {
    const format = rowFormat(name, columns);
    expect(format.rows([["x"]]) + format.rows([["y"]]) + format.end()).toBe(text);
  });
});
