import { expect, it } from "vitest";
import { queryText } from "../../../src/http/query.ts";

it.each<[string, unknown, string]>([
  ["text with spaces", "a b&c", "q=a%20b%26c"],
  ["a list", ["a", "b"], "q=a&q=b"],
  ["an object", { statuses: ["X", "Y"], range: { start: 1 } }, "q.statuses=X&q.statuses=Y&q.range.start=1"],
  ["true", true, "q=true"],
  ["explicit false", false, "q=false"],
  ["explicit zero", 0, "q=0"],
  ["explicit empty text", "", "q="],
  ["a fraction", 0.25, "q=0.25"],
  ["case 25: a large integer", "9223372036854775807", "q=9223372036854775807"],
  ["case 25: a bigint", 9223372036854775807n, "q=9223372036854775807"],
  ["an empty list", [], ""],
  ["undefined", undefined, ""],
  ["null", null, ""],
])("%s", (_, value, expected) => {
  expect(queryText([{ name: "q", in: "query" }], { q: value, other: 1 })).toBe(expected);
});

it("refuses a number that has lost digits, naming its path", () => {
  expect(() => queryText([{ name: "q", in: "query" }], { q: { id: 2 ** 53 } })).toThrow("argument q.id is a number");
});
