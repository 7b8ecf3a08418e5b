import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An example in TypeScript, and where it stands: `README.md:57`. */
export interface Example {
  readonly at: string;
  readonly code: string;
}

/** Every fence of TypeScript in the documents at the root of a folder, and in the doc comments of its `src/`. */
export function examples(root: string): Example[] {
  const paths = globSync(["*.md", "docs/**/*.md", "src/**/*.ts"], { cwd: root }).sort();
  return paths.flatMap((path) => fences(path, readFileSync(join(root, path), "utf8")));
}

/** What stands before the text on each line of a fence, ` * ` in a comment, is not part of it. */
function fences(path: string, text: string): Example[] {
  return [...text.matchAll(/^([ *]*)```ts\n([\s\S]*?)^[ *]*```$/gm)].map(({ index, 1: margin = "", 2: code = "" }) => ({
    at: `${path}:${text.slice(0, index).split("\n").length}`,
    code: code
      .split("\n")
      .map((line) => (line.startsWith(margin) ? line.slice(margin.length) : line.trimStart().replace(/^\*$/, "")))
      .join("\n"),
  }));
}
