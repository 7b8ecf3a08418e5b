import { type Cell, castRow } from "../overlays/sql/cast.ts";
import type { StatementAnswer } from "../overlays/sql/run-statement.ts";
import { ANSWER_BYTES, cutCells, DATA_NOTE, renderTable } from "./render-table.ts";
import type { ToolAnswer } from "./tool.ts";

/** Rows of an answer when the agent does not say how many. */
const DEFAULT_ROWS = 200;

/** What an answer reads of a result, so that it fits. */
export function readLimits(maxRows = DEFAULT_ROWS): { rows: number; bytes: number } {
  return { rows: maxRows, bytes: ANSWER_BYTES };
}

/** Tells where a statement stands and shows its page of rows; text and data say the same. */
export function describeStatement(answer: StatementAnswer): ToolAnswer {
  const { columns, rows: wireRows, ...facts } = answer;
  const { rows, cut } = cutCells<Cell>(wireRows.map((row) => castRow(row, columns)));
  const notes = [...stateNotes(answer), ...rowNotes(answer), ...(cut ? [cutNote(cut)] : [])];
  const table = columns.length > 0 && answer.state === "SUCCEEDED";
  const text = [
    headline(answer),
    ...notes,
    ...(table ? [DATA_NOTE + TABLE_NOTE, renderTable(columns, rows)] : []),
  ].join("\n");
  const structured = { about: DATA_NOTE, ...facts, notes, columns, rows };
  return answer.state === "CANCELED" ? { text, structured, isError: true } : { text, structured };
}

const TABLE_NOTE = " Tab-separated; \\N is NULL.";

function headline({ statement_id, state, first_row, rows, total_row_count }: StatementAnswer): string {
  const last = first_row + rows.length;
  const range =
    rows.length > 0 ? `rows ${first_row} to ${last - 1} of ${total_row_count ?? "?"}` : `${total_row_count ?? 0} rows`;
  return `${state}${state === "SUCCEEDED" ? `, ${range}` : ""}, statement ${statement_id}`;
}

function stateNotes({ state, statement_id }: StatementAnswer): string[] {
  switch (state) {
    case "PENDING":
    case "RUNNING": {
      const wait = call("sql_result", { statement_id, max_wait_seconds: 45 });
      const cancel = call("sql_cancel", { statement_id });
      return [`It has not ended yet and goes on in the warehouse. Within 15 minutes: ${wait}, or ${cancel}`];
    }
    case "CANCELED":
      return ["It was cancelled before it ended; there are no rows."];
    case "CLOSED":
      return ["It succeeded, but its rows can no longer be fetched. Run it again only if it does nothing but read."];
    default:
      return [];
  }
}

function rowNotes({ statement_id, next_row, total_row_count, truncated, read_error }: StatementAnswer): string[] {
  const notes: string[] = [];
  if (read_error) notes.push(`Reading stopped early: ${read_error}`);
  if (next_row !== undefined) {
    const left = total_row_count === undefined ? "More" : `${total_row_count - next_row} more`;
    notes.push(`${left} rows, kept for an hour: ${call("sql_result", { statement_id, from_row: next_row })}`);
  }
  if (truncated) notes.push("Databricks cut the result itself at a size limit: filter or aggregate to see the rest.");
  return notes;
}

function cutNote(length: number): string {
  return `Text cells are cut to ${length} characters; read the rest with substring() in SQL.`;
}

function call(tool: string, args: object): string {
  return `${tool} ${JSON.stringify(args)}`;
}
