import { expect, it } from "vitest";
import { modules } from "./modules.ts";

const sources = [...modules("src/**/*.ts"), ...modules("codegen/**/*.ts")];

it("no file is longer than 300 lines", () => {
  const lengths = sources.map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }));
  expect(lengths.length).toBeGreaterThan(0);
  expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
});

it("nothing is printed past the log and the commands: stdout is the protocol's", () => {
  const printing = modules("src/**/*.ts").filter(({ path, text }) => {
    const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "");
    return !/^src\/(cli|local)\//.test(path) && /\bconsole\./.test(code);
  });
  expect(printing.map(({ path }) => path)).toEqual([]);
});
