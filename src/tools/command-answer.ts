import type { CommandResult } from "../overlays/commands/command-result.ts";
import type { CommandAnswer } from "../overlays/commands/run-command.ts";
import { cutCells, DATA_NOTE, leadingRows, renderTable } from "./render-table.ts";
import type { ToolAnswer } from "./tool.ts";

/** What is shown of a result: text for the output part of an answer, the same as data, and notes on what is missing. */
interface Shown {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

const ranOn: ReadonlySet<string> = new Set(["Queued", "Running", "Cancelling"]);
const cutByDatabricks = "Databricks cut this output itself: print less, or write it to a file or table.";

/** Tells where a command stands and shows what it gave; text and data say the same. A failure of the code is an error. */
export function describeCommand({ command_id, status, result }: CommandAnswer, context: string): ToolAnswer {
  const shown = result && show(result);
  const failed = status === "Error" || status === "Cancelled" || result?.kind === "error";
  const notes = [...stateNotes(command_id, status, context), ...(shown?.notes ?? [])];
  const headline = `${status}${result?.kind === "error" ? " with an error" : ""}, command ${command_id}`;
  const text = [headline, ...notes, ...(shown ? [DATA_NOTE, shown.text] : [])].join("\n");
  const structured = { about: DATA_NOTE, command_id, context, status, notes, ...shown?.data };
  return failed ? { text, structured, isError: true } : { text, structured };
}

function stateNotes(command_id: string, status: string, context: string): string[] {
  if (!ranOn.has(status)) return [];
  const wait = `context_status ${JSON.stringify({ context, command_id, max_wait_seconds: 45 })}`;
  const cancel = `context_cancel ${JSON.stringify({ context, command_id })}`;
  return [`It has not ended yet and goes on in the cluster: ${wait}, or ${cancel}`];
}

function show(result: CommandResult): Shown {
  switch (result.kind) {
    case "text":
      return showText(result);
    case "table":
      return showTable(result);
    case "images":
      return { text: result.images.map(imageLine).join("\n"), data: { images: result.images }, notes: [] };
    case "error": {
      const { message, trace } = result;
      return { text: `${message}\n\n${trace}`.trim(), data: { error: { message, trace } }, notes: [] };
    }
  }
}

function showText({ text, truncated }: Extract<CommandResult, { kind: "text" }>): Shown {
  const { rows, cut } = cutCells([[text]]);
  const output = rows[0]?.[0] ?? "";
  const notes = [...(truncated ? [cutByDatabricks] : []), ...(cut ? ["The middle of a long output is left out."] : [])];
  return { text: output || "(no output)", data: { output, truncated }, notes };
}

function showTable({ columns, rows: all, truncated }: Extract<CommandResult, { kind: "table" }>): Shown {
  const leading = leadingRows(all);
  const { rows, cut } = cutCells(leading);
  const notes = [
    ...(truncated ? [cutByDatabricks] : []),
    ...(leading.length < all.length
      ? [`Shown are ${leading.length} of ${all.length} rows: select fewer to see others.`]
      : []),
    ...(cut ? [`Text cells are cut to ${cut} characters.`] : []),
  ];
  return { text: renderTable(columns, rows), data: { columns, rows, row_count: all.length, truncated }, notes };
}

function imageLine({ type, bytes, path }: { type?: string; bytes?: number; path?: string }): string {
  return path ? `image in FileStore: ${path}` : `image ${type}, ${bytes} bytes, not shown`;
}
