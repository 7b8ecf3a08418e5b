import { ApiError } from "../../errors/api-error.ts";
import { IncompleteResultError } from "../../errors/incomplete-result-error.ts";
import type { WaitOptions } from "../poll.ts";
import { checkedState, type Disposition, executeStatement } from "./execute-statement.ts";
import { readAllRows } from "./result-chunks.ts";
import { type Column, columnsOf, type Row } from "./result-rows.ts";
import type { SqlClient, Statement } from "./statement.ts";
import type { StatementRequest } from "./statement-request.ts";

/** Options of {@link runCompletely}. */
export interface CompleteOptions extends WaitOptions {
  /** Takes the rows through Databricks, up to 24 MiB, for where the cloud's storage cannot be reached. */
  readonly inline?: boolean;
}

/** A result that is read to its end. */
export interface CompleteResult {
  readonly statement_id: string;
  /** None for a statement without a result. */
  readonly columns: readonly Column[];
  /** Absent when Databricks does not say. */
  readonly total_row_count?: number;
  /** Whether `row_limit` or a limit of size (100 GiB, inline 24 MiB) cut the result: rows beyond it do not exist. */
  readonly truncated: boolean;
  /**
   * All rows in order, up to 10,000 at once, to be read once and within an hour. One chunk of the result, about 20 MB, is
   * in memory. Fails with IncompleteResultError, which tells what is missing, or with the signal's reason.
   */
  readonly rows: AsyncIterable<readonly Row[]>;
}

/**
 * Runs a statement, waits for its end however long it takes, and gives all of its rows. They come from files in the
 * cloud's storage, which costs one request more than inline for a small result and none for an empty one; through
 * Databricks where the workspace refuses to link to them. A statement is never run twice: only a request that was refused
 * is sent again. An abort cancels the statement while it runs.
 *
 * @throws ApiError when the request was refused; StatementError when the statement failed, or when its state could not be
 * read; IncompleteResultError when it was cancelled, or its result is gone
 */
export async function runCompletely(
  client: SqlClient,
  request: StatementRequest,
  options: CompleteOptions = {},
): Promise<CompleteResult> {
  const statement = await execute(client, request, options);
  const { statement_id = "", manifest } = statement;
  const state = checkedState(statement);
  if (state !== "SUCCEEDED") {
    const hint = "Run it again only if it does nothing but read.";
    throw new IncompleteResultError(statement_id, `it ended as ${state}`, hint);
  }
  return {
    statement_id,
    columns: columnsOf(statement),
    ...(manifest?.total_row_count !== undefined && { total_row_count: Number(manifest.total_row_count) }),
    truncated: manifest?.truncated ?? false,
    rows: readAllRows(client, statement, options),
  };
}

async function execute(client: SqlClient, request: StatementRequest, options: CompleteOptions): Promise<Statement> {
  const run = (disposition: Disposition) =>
    executeStatement(client, request, disposition, Number.POSITIVE_INFINITY, options);
  if (options.inline) return run("INLINE");
  try {
    return await run("EXTERNAL_LINKS");
  } catch (error) {
    if (!refusesLinks(error)) throw error;
    return run("INLINE");
  }
}

/** Whether the request was refused for its disposition. An administrator can disable external links. */
function refusesLinks(error: unknown): boolean {
  if (!(error instanceof ApiError) || (error.status >= 500 && error.status !== 501)) return false;
  const { errorCode = "", reason } = error;
  return (
    /^(NOT_SUPPORTED|NOT_IMPLEMENTED|FEATURE_DISABLED)$/.test(errorCode) || /external.?link|disposition/i.test(reason)
  );
}
