import { cleanSummary, stripAnsi, traceTail } from "./command-error.ts";
import type { CommandClient } from "./execution-context.ts";

type Results = NonNullable<Awaited<ReturnType<CommandClient["commandExecution"]["commandStatus"]>>["results"]>;

/** An image that a command drew: inline with its size, or a file on the workspace's FileStore. */
export interface CommandImage {
  /** MIME type, absent for a file. */
  readonly type?: string;
  readonly bytes?: number;
  /** FileStore path of a large image, such as `/plots/….png`. */
  readonly path?: string;
}

/** What a command gave. `truncated`: Databricks itself cut it. */
export type CommandResult =
  | { readonly kind: "text"; readonly text: string; readonly truncated: boolean }
  | {
      readonly kind: "table";
      readonly columns: readonly { readonly name: string; readonly type: string }[];
      readonly rows: readonly (readonly unknown[])[];
      readonly truncated: boolean;
    }
  | { readonly kind: "images"; readonly images: readonly CommandImage[] }
  /** The code failed. `message` is one cleaned summary, `trace` the end of its trace-back. */
  | { readonly kind: "error"; readonly message: string; readonly trace: string };

/** Reads the `results` object of API 1.2's command status. */
export function parseResult(results: Results): CommandResult {
  const truncated = results.truncated ?? false;
  switch (results.resultType) {
    case "error":
      return { kind: "error", message: cleanSummary(results.summary, results.cause), trace: traceTail(results.cause) };
    case "table":
      return { kind: "table", columns: (results.schema ?? []).map(columnOf), rows: rowsOf(results.data), truncated };
    case "image":
    case "images":
      return { kind: "images", images: (results.fileNames ?? [results.fileName ?? ""]).map(imageOf) };
    default:
      return { kind: "text", text: textOf(results.data), truncated };
  }
}

/** Output as text, without terminal colours and IPython's `Out[3]: ` marks. */
function textOf(data: unknown): string {
  const text = typeof data === "string" ? data : data === undefined || data === null ? "" : JSON.stringify(data);
  return stripAnsi(text).replace(/^Out\[\d+\]: /gm, "");
}

function rowsOf(data: unknown): unknown[][] {
  return Array.isArray(data) ? data.map((row: unknown) => (Array.isArray(row) ? row : [row])) : [];
}

/** A schema entry is `{name, type}`; with a JSON schema the type is JSON itself, mostly a quoted word. */
function columnOf(column: Readonly<Record<string, unknown>>): { name: string; type: string } {
  const { name, type } = column;
  const spelled = typeof type === "string" ? type.replace(/^"(\w+)"$/, "$1") : JSON.stringify(type ?? "");
  return { name: String(name ?? ""), type: spelled };
}

function imageOf(file: string): CommandImage {
  const [, type, base64] = /^data:([^;,]+);base64,(.*)$/s.exec(file) ?? [];
  return type === undefined ? { path: file } : { type, bytes: Buffer.from(base64 ?? "", "base64").length };
}
