import { text as readText } from "node:stream/consumers";
import { DatabricksClient } from "../client/databricks-client.ts";
import { IncompleteResultError } from "../errors/incomplete-result-error.ts";
import { chooseWarehouse } from "../overlays/sql/choose-warehouse.ts";
import { type CompleteResult, runCompletely } from "../overlays/sql/run-completely.ts";
import type { CommonOptions } from "./common-options.ts";
import { Destination } from "./destination.ts";
import { readTextFile } from "./parse-arguments.ts";
import type { Run } from "./run.ts";
import { type FormatName, rowFormat } from "./sql-formats.ts";
import { parseParameter } from "./sql-parameters.ts";
import { UsageError } from "./usage-error.ts";
import { withWorkspaceOf } from "./workspace.ts";

/** Options of `sql`. */
export interface SqlOptions extends CommonOptions {
  readonly file?: string;
  readonly format?: FormatName;
  readonly output?: string;
  readonly warehouse?: string;
  readonly catalog?: string;
  readonly schema?: string;
  readonly param?: readonly string[];
  readonly limit?: number;
  readonly inline?: boolean;
}

const selectLess = "Select less at once: fewer columns, a filter, an aggregate, or --limit.";

/** How many rows are written between two words about it. */
const rowsPerMessage = 100_000;

/**
 * Runs one statement, waits for its end however long it takes, and writes all of its rows.
 *
 * @throws UsageError; DatabricksError; IncompleteResultError when Databricks cut the result
 */
export async function sql(given: string | undefined, options: SqlOptions, run: Run): Promise<void> {
  const statement = await statementText(given, options);
  const parameters = (options.param ?? []).map(parseParameter);
  const destination = await Destination.open(options.output);
  try {
    await withWorkspaceOf(options, async (workspace) => {
      const client = new DatabricksClient(workspace.options);
      const request = {
        statement,
        parameters,
        warehouse_id: await chooseWarehouse(client, options.warehouse ?? client.config.warehouseId, run),
        ...(options.catalog && { catalog: options.catalog }),
        ...(options.schema && { schema: options.schema }),
        ...(options.limit && { row_limit: options.limit }),
      };
      const onState = (state: string) => run.progress.show(state);
      const wait = { signal: run.signal, onState, ...(options.inline && { inline: true }) };
      await writeRows(await runCompletely(client, request, wait), destination, options, run);
    });
    await destination.keep();
  } finally {
    await destination.close();
  }
}

async function statementText(given: string | undefined, { file }: SqlOptions): Promise<string> {
  if (given !== undefined && file !== undefined) throw new UsageError("give a statement or --file, not both");
  const source = file ?? given;
  if (source === undefined) throw new UsageError("no statement", "Give one, -f FILE, or - for standard input.");
  const fromFile = file !== undefined && file !== "-";
  const statement = source === "-" ? await readText(process.stdin) : fromFile ? await readTextFile(source) : source;
  if (statement.trim() === "") throw new UsageError("the statement is empty");
  return statement;
}

async function writeRows(
  { statement_id, columns, total_row_count = 0, truncated, rows }: CompleteResult,
  destination: Destination,
  { json, limit, ...options }: SqlOptions,
  { progress }: Run,
): Promise<void> {
  const width = destination.isTerminal ? process.stdout.columns : undefined;
  const format = rowFormat(options.format ?? (json ? "json" : "table"), columns, width);
  let written = 0;
  for await (const some of rows) {
    if (destination.isStandardOutput) progress.clear();
    await destination.write(format.rows(some));
    const step = Math.floor(written / rowsPerMessage);
    written += some.length;
    const isStep = Math.floor(written / rowsPerMessage) > step;
    if (isStep && !destination.isTerminal) progress.show(`${written} of ${total_row_count} rows`);
  }
  if (written === 0) await destination.write(format.rows([]));
  await destination.write(format.end());
  // A statement without a result has no other sign that it is done.
  if (columns.length === 0) progress.keep();
  else progress.clear();
  if (truncated && written !== limit) {
    const why = `Databricks cut it after ${written} rows, at its limit of size`;
    throw new IncompleteResultError(statement_id, why, selectLess);
  }
}
