import { describe, expect, it } from "vitest";
import { jsonBytes, shrink } from "../../src/mcp/shrink.ts";

const table: readonly [string, unknown, number, unknown, string[]][] = [
  ["leaves what fits", { a: [1, 2, 3] }, 100, { a: [1, 2, 3] }, []],
  [
    "cuts arrays between elements",
    { a: ["xxxx", "yyyy", "zzzz"], b: 1 },
    26,
    { a: ["xxxx"], b: 1 },
    ["a: 1 of 3 items"],
  ],
  [
    "leaves small neighbours whole",
    { a: "xxxx".repeat(9).split(""), b: "kept" },
    40,
    { a: ["x", "x", "x", "x", "x"], b: "kept" },
    ["a: 5 of 36 items"],
  ],
  [
    "goes into an element that is too large alone",
    [{ a: [1, 2, 3, 4, 5, 6, 7, 8, 9] }],
    25,
    [{ a: [1, 2, 3, 4, 5, 6] }],
    ["[0].a: 6 of 9 items"],
  ],
  ["cuts texts between characters", { text: "é".repeat(50) }, 31, { text: "ééééé…" }, ["text: 5 of 50 characters"]],
  [
    "drops fields that not even a short value fits",
    { a: "x", b: "x", c: "x".repeat(99) },
    20,
    { a: "x", b: "x" },
    ["object: 2 of 3 fields"],
  ],
];

describe("fitting JSON into a budget", () => {
  it.each(table)("%s", (_, value, budget, fitted, omitted) => {
    expect(shrink(value, budget)).toEqual({ value: fitted, omitted });
  });

  it.each([100, 1000, 10_000])("keeps to %i bytes, whatever the shape", (budget) => {
    const shapes = [
      Array.from({ length: 500 }, (_, id) => ({ id, text: "x".repeat(id), nested: { list: Array(id).fill(id) } })),
      Object.fromEntries(Array.from({ length: 2000 }, (_, key) => [`key_${key}`, "v".repeat(20)])),
      '\u0000"\\'.repeat(5000),
      { a: { b: { c: { d: ["🙂".repeat(9000)] } } } },
    ];
    for (const shape of shapes) expect(jsonBytes(shrink(shape, budget).value)).toBeLessThanOrEqual(budget);
  });
});
