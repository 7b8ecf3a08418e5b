import { searchOperations } from "../mcp/operations/search-index.ts";
import type { CommonOptions } from "./common-options.ts";
import { writeJson, writeLine } from "./output.ts";
import { renderColumns, terminalWidth } from "./text-table.ts";

/** Options of `api search`. */
export interface ApiSearchOptions extends CommonOptions {
  readonly service?: string;
  readonly risk?: string;
  readonly limit: number;
}

/** Prints the operations that fit the words best, best first. */
export async function searchApi(
  words: readonly string[],
  { json, limit, ...options }: ApiSearchOptions,
): Promise<void> {
  const narrowing = { service: options.service, risk: options.risk };
  const found = await searchOperations(words.join(" "), narrowing);
  const shown = found.slice(0, limit);
  if (json) return writeJson(shown);
  if (shown.length === 0) {
    process.stderr.write("Nothing found.\n→ Try fewer or other words.\n");
    return;
  }
  const rows = shown.map(({ id, risk, method, path, summary }) => [id, risk, `${method} ${path}`, summary]);
  await writeLine(renderColumns(["operation", "risk", "request", "summary"], rows, { width: terminalWidth() }));
  const left = found.length - shown.length;
  if (left > 0) process.stderr.write(`${left} more: add words, --service or --risk, or raise --limit.\n`);
}
