import { expect, it } from "vitest";
import { castRow } from "../../../src/overlays/sql/cast.ts";

it.each([
  ["BOOLEAN", "true", true],
  ["BOOLEAN", "false", false],
  ["TINYINT", "-1", -1],
  ["INT", "2147483647", 2_147_483_647],
  ["BIGINT", "9007199254740991", 9_007_199_254_740_991],
  ["BIGINT", "9007199254740993", "9007199254740993"],
  ["DOUBLE", "1.5E-10", 1.5e-10],
  ["DOUBLE", "NaN", "NaN"],
  ["FLOAT", "Infinity", "Infinity"],
  ["DECIMAL(10,2)", "1.10", "1.10"],
  ["DATE", "2026-06-01", "2026-06-01"],
  ["STRING", "12", "12"],
  ["STRING", "", ""],
  ["INT", null, null],
  ["ARRAY<INT>", "[1,2]", "[1,2]"],
])("%s %j becomes %j", (type, text, value) => {
  expect(castRow([text], [{ name: "c", type }])).toEqual([value]);
});
