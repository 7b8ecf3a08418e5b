import { describe, expect, it } from "vitest";
import { cellText, cutToWidth, displayWidth, renderColumns, wrapped } from "../../../src/cli/text-table.ts";

describe("display width", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["Zürich", 6],
    ["e\u0301", 1],
    ["東京", 4],
    ["한국", 4],
    ["👍", 2],
    ["👩‍💻", 2],
    ["🇨🇭", 2],
    ["a\u200bb", 2],
  ])("of %j is %d", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe("cells", () => {
  it.each([
    [null, "\\N"],
    ["\\N", "\\\\N"],
    ["", ""],
    ["NULL", "NULL"],
    [0, "0"],
    [false, "false"],
    [{ a: [1] }, '{"a":[1]}'],
    ["a\tb\nc\r", "a\\tb\\nc\\r"],
    ["\u001b[31mred\u0007", "\\u001b[31mred\\u0007"],
    ["\u202eevil", "\\u202eevil"],
  ])("%j is %j", (value, text) => {
    expect(cellText(value)).toBe(text);
  });
});

describe("cut to a width", () => {
  it.each([
    ["abcdef", 6, "abcdef"],
    ["abcdef", 4, "abc…"],
    ["東京都", 5, "東京…"],
    ["東京都", 4, "東…"],
  ])("%j to %d is %j", (text, width, cut) => {
    expect(cutToWidth(text, width)).toBe(cut);
  });
});

describe("lines of a width", () => {
  it.each([
    ["", 5, [""]],
    ["one two", 7, ["one two"]],
    ["one two", 6, ["one", "two"]],
    ["東京 都", 5, ["東京", "都"]],
    ["a-very-long-word b", 4, ["a-very-long-word", "b"]],
    ["as wide as it likes", Number.POSITIVE_INFINITY, ["as wide as it likes"]],
  ])("%j in %d is %j", (text, width, lines) => {
    expect(wrapped(text, width)).toEqual(lines);
  });
});

describe("tables", () => {
  it("line up, numbers at the right", () => {
    const rows = [
      ["東京", 1],
      ["x", 200],
    ];
    expect(renderColumns(["name", "n"], rows, { right: [false, true] })).toBe(
      ["name    n", "────  ───", "東京    1", "x     200"].join("\n"),
    );
  });

  it("fit a terminal: the widest columns give way", () => {
    expect(renderColumns(["id", "text"], [["1", "a long text that does not fit"]], { width: 20 })).toBe(
      ["id  text", "──  ────────────────", "1   a long text tha…"].join("\n"),
    );
  });

  it("go on in the next lines where they may", () => {
    const rows = [
      ["1", "a long text that does not fit"],
      ["2", "short"],
    ];
    expect(renderColumns(["id", "text"], rows, { width: 16, wrap: true })).toBe(
      ["id  text", "──  ────────────", "1   a long text", "    that does", "    not fit", "2   short"].join("\n"),
    );
  });

  it("are not cut without a width", () => {
    const long = "x".repeat(500);
    expect(renderColumns(["a"], [[long]])).toContain(long);
  });
});
