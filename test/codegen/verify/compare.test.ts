import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compare, describeDifferences } from "../../../codegen/verify/compare.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "compare-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), content);
}

describe("compare", () => {
  it("finds nothing when everything is as planned", () => {
    write("index.ts", "1");
    write("jobs/tools.json", "[]");
    const planned = [
      { path: "jobs/tools.json", content: "[]" },
      { path: "index.ts", content: "1" },
    ];
    expect(compare(directory, planned)).toEqual({ stale: [], missing: [], surplus: [] });
  });

  it("finds what is stale, missing or surplus, each in name order", () => {
    for (const path of ["z/types.ts", "b.json", "old/y.d.ts", "old/x.js", "same.ts"]) write(path, "before");
    const planned = ["z/types.ts", "b.json", "same.ts", "new/b.ts", "a.ts"].map((path) => ({
      path,
      content: path === "same.ts" ? "before" : "after",
    }));
    expect(compare(directory, planned)).toEqual({
      stale: ["b.json", "z/types.ts"],
      missing: ["a.ts", "new/b.ts"],
      surplus: ["old/x.js", "old/y.d.ts"],
    });
  });

  it("misses everything where there is no directory yet", () => {
    const planned = [{ path: "index.ts", content: "" }];
    expect(compare(join(directory, "nowhere"), planned)).toEqual({ stale: [], missing: ["index.ts"], surplus: [] });
  });
});

describe("describeDifferences", () => {
  it("names each file and what to do", () => {
    const differences = { stale: ["index.ts"], missing: ["jobs/client.ts"], surplus: ["old/client.ts"] };
    expect(describeDifferences(differences)).toBe(`\
stale    generated/index.ts
missing  generated/jobs/client.ts
surplus  generated/old/client.ts
Run \`npm run codegen\` and commit the result.
`);
  });

  it("says nothing when there are none", () => {
    expect(describeDifferences({ stale: [], missing: [], surplus: [] })).toBe("");
  });
});
