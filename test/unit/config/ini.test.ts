import { expect, it } from "vitest";
import { parseIni } from "../../../src/config/ini.ts";

it.each([
  ["[a]\nk = v\n", { a: { k: "v" } }],
  ["[a]\r\nk=v\r\n", { a: { k: "v" } }],
  ["\uFEFF[a]\nk=v", { a: { k: "v" } }],
  ["[ a.b.c ]\nk: https://h\n", { "a.b.c": { k: "https://h" } }],
  ["# one\n; two\n[a] # three\nk = p#ss;word # four\n", { a: { k: "p#ss;word" } }],
  ["[a]\nk = 'a b'\nj = \"c\"\n", { a: { k: "a b", j: "c" } }],
  ["[a]\nk = a=b==\n", { a: { k: "a=b==" } }],
  ["k = v\n[a]\nk = 1\n[a]\nk = 2\nj =\n", { DEFAULT: { k: "v" }, a: { k: "2", j: "" } }],
  ["[constructor]\n__proto__ = 1\n", { constructor: { ["__proto__"]: "1" } }],
  ["", {}],
])("%j is %j", (text, expected) => {
  const sections = [...parseIni(text, "cfg")].map(([name, values]) => [name, Object.fromEntries(values)]);
  expect(Object.fromEntries(sections)).toEqual(expected);
});

it.each(["[a]\nsecret", "[a\n", "[a]\n= v"])("%j is broken, and not shown", (text) => {
  expect(() => parseIni(text, "cfg")).toThrow(/line \d of the profile file cfg/);
  expect(() => parseIni(text, "cfg")).not.toThrow("secret");
});
