import { DEFAULT_WAIT_SECONDS } from "../overlays/poll.ts";
import { resumeStatement } from "../overlays/sql/run-statement.ts";
import { optionalNumber, text } from "./arguments.ts";
import { looks, objectSchema, shared } from "./schemas.ts";
import { describeStatement, readLimits } from "./statement-answer.ts";
import type { Tool } from "./tool.ts";

/** `sql_result`: the state of a statement, and more of its rows. */
export const sqlResult: Tool = {
  name: "sql_result",
  title: "Read SQL result",
  description:
    "Reads on in a statement of sql_query without running it again: its state while it runs, then rows from any offset. " +
    "Databricks keeps rows for an hour after the end.",
  inputSchema: objectSchema(
    {
      statement_id: shared.statement_id,
      from_row: { type: "integer", minimum: 0, description: "Offset of the first row to show. Default 0." },
      max_rows: shared.max_rows,
      max_wait_seconds: shared.max_wait_seconds,
    },
    ["statement_id"],
  ),
  annotations: looks,
  async call(args, { client, signal, progress }) {
    const from = {
      from_row: optionalNumber(args, "from_row") ?? 0,
      max_wait_seconds: optionalNumber(args, "max_wait_seconds") ?? DEFAULT_WAIT_SECONDS,
    };
    const options = { signal, onState: progress, limits: readLimits(optionalNumber(args, "max_rows")) };
    return describeStatement(await resumeStatement(client(), text(args, "statement_id"), from, options));
  },
};
