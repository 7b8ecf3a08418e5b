import { text as readText } from "node:stream/consumers";
import { DatabricksClient } from "../client/databricks-client.ts";
import { chooseWarehouse } from "../overlays/sql/choose-warehouse.ts";
import { resumeStatement, runStatement, type StatementAnswer } from "../overlays/sql/run-statement.ts";
import type { CommonOptions } from "./common-options.ts";
import { Destination } from "./destination.ts";
import { IncompleteResultError } from "./incomplete-result-error.ts";
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
}

const runAgain = "Run it again only if it does nothing but read.";
const selectLess = "Select less at once: fewer columns, a filter, an aggregate, or --limit.";

/** Rows that are read before they are written: a page is at most this large, in bytes of JSON. */
const page = { rows: Number.POSITIVE_INFINITY, bytes: 4 * 2 ** 20 };

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
        warehouse_id: await warehouse(client, options, run.signal),
        max_wait_seconds: Number.POSITIVE_INFINITY,
        ...(options.catalog && { catalog: options.catalog }),
        ...(options.schema && { schema: options.schema }),
        ...(options.limit && { row_limit: options.limit }),
      };
      const wait = { signal: run.signal, limits: page, onState: (state: string) => run.progress.show(state) };
      const first = await runStatement(client, request, wait);
      await writeRows(client, first, destination, options, run);
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

/** The one asked for, else the configured one; a local workspace uses its first. */
async function warehouse(client: DatabricksClient, options: SqlOptions, signal: AbortSignal): Promise<string> {
  const given = options.warehouse ?? client.config.warehouseId;
  if (given || !options.local) return chooseWarehouse(client, given, { signal });
  const { warehouses = [] } = await client.warehouses.list({}, { signal });
  return warehouses[0]?.id ?? chooseWarehouse(client, undefined, { signal });
}

async function writeRows(
  client: DatabricksClient,
  first: StatementAnswer,
  destination: Destination,
  { json, limit, ...options }: SqlOptions,
  { signal, progress }: Run,
): Promise<void> {
  const { statement_id, columns, total_row_count = 0 } = first;
  const width = destination.isTerminal ? process.stdout.columns : undefined;
  const format = rowFormat(options.format ?? (json ? "json" : "table"), columns, width);
  let answer = first;
  let written = 0;
  for (;;) {
    if (answer.state !== "SUCCEEDED") {
      throw new IncompleteResultError(statement_id, `it ended as ${answer.state}`, runAgain);
    }
    if (destination.isTerminal) progress.clear();
    await destination.write(format.rows(answer.rows));
    written += answer.rows.length;
    if (answer.read_error) throw new IncompleteResultError(statement_id, answer.read_error, runAgain);
    if (answer.next_row === undefined) break;
    if (!destination.isTerminal) progress.show(`${written} of ${total_row_count} rows`);
    answer = await resumeStatement(client, statement_id, { from_row: answer.next_row }, { signal, limits: page });
  }
  await destination.write(format.end());
  progress.clear();
  if (answer.truncated && written !== limit) {
    const why = `Databricks cut it after ${written} rows, at its limit of size`;
    throw new IncompleteResultError(statement_id, why, selectLess);
  }
}
