import { describe, expect, it } from "vitest";
import { parseRows } from "../../../src/overlays/sql/json-rows.ts";

const read = (text: string) => [...parseRows(Buffer.from(text))].flat();

describe("parseRows", () => {
  it.each([
    ["[]", []],
    ["[[]]", [[]]],
    ['[["1",null]]', [["1", null]]],
    ['[["1"],\n ["2"] ]\n', [["1"], ["2"]]],
    [String.raw`[["]\"[","\\"],["\u00e9,é"]]`, [[']"[', "\\"], ["é,é"]]],
  ])("reads %s", (text, rows) => {
    expect(read(text)).toEqual(rows);
  });

  it("hands over 10,000 rows, or about a MiB of them, at once", () => {
    const small = Array.from({ length: 25_000 }, (_, id) => [String(id)]);
    const batches = [...parseRows(Buffer.from(JSON.stringify(small)))];
    expect(batches.map(({ length }) => length)).toEqual([10_000, 10_000, 5_000]);
    expect(batches.flat()).toEqual(small);
    const large = Array.from({ length: 5 }, (_, id) => [String(id), "[é]".repeat(150_000)]);
    const parts = [...parseRows(Buffer.from(JSON.stringify(large)))];
    expect(parts.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(parts.flat()).toEqual(large);
  });

  it.each(["", "null", "<html>[[1]]", '{"a":[]}', '[["1"],["2"', '[["1"],["2"]', '[["1"]["2"]]', "[[secret]]", "[]]"])(
    "refuses %s without showing it",
    (text) => {
      expect(() => read(text)).toThrow(/^its file in the cloud's storage holds no rows$/);
    },
  );
});
