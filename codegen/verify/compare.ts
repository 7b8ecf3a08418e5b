import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedFile } from "../emit/generated-file.ts";

/** How a directory differs from what was planned for it. Paths are relative to it. */
export interface Differences {
  /** There, with other content. */
  readonly stale: readonly string[];
  /** Planned, not there. */
  readonly missing: readonly string[];
  /** There, not planned. */
  readonly surplus: readonly string[];
}

/** Compares files on disk with planned ones, without writing. */
export function compare(directory: string, planned: readonly GeneratedFile[]): Differences {
  const wanted = new Map(planned.map(({ path, content }) => [path, content]));
  const present = new Set(globSync("**/*.*", { cwd: directory }));
  const both = [...wanted.keys()].filter((path) => present.has(path));
  return {
    stale: both.filter((path) => readFileSync(join(directory, path), "utf8") !== wanted.get(path)).sort(),
    missing: [...wanted.keys()].filter((path) => !present.has(path)).sort(),
    surplus: [...present].filter((path) => !wanted.has(path)).sort(),
  };
}

/** What a person reads when generated files are not what specs say; empty when they are. */
export function describeDifferences({ stale, missing, surplus }: Differences): string {
  const lines = [
    ...stale.map((path) => `stale    generated/${path}`),
    ...missing.map((path) => `missing  generated/${path}`),
    ...surplus.map((path) => `surplus  generated/${path}`),
  ];
  return lines.length > 0 ? `${lines.join("\n")}\nRun \`npm run codegen\` and commit the result.\n` : "";
}
