import { NotFoundError } from "../../errors/api-errors.ts";
import { StatementError } from "../../errors/statement-error.ts";
import { DEFAULT_WAIT_SECONDS, type WaitOptions } from "../poll.ts";
import { checkedState, executeStatement, waitForEnd } from "./execute-statement.ts";
import { type Column, columnsOf, type ReadLimits, type Row, readRows } from "./result-rows.ts";
import type { SqlClient, Statement } from "./statement.ts";
import type { StatementRequest } from "./statement-request.ts";

/** Options of {@link runStatement} and {@link resumeStatement}. */
export interface StatementOptions extends WaitOptions {
  readonly limits?: ReadLimits;
}

/** Where a statement stands, with a page of its rows once it succeeded. */
export interface StatementAnswer {
  readonly statement_id: string;
  /** PENDING or RUNNING after the longest wait; otherwise SUCCEEDED, CANCELED or CLOSED. */
  readonly state: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Offset of `rows[0]` in the result. */
  readonly first_row: number;
  /** Rows of the whole result; absent until it is known. */
  readonly total_row_count?: number;
  /** Whether `row_limit` or the inline size limit cut the result itself: rows beyond it do not exist anywhere. */
  readonly truncated: boolean;
  /** Offset to resume at when there are more rows than were read. */
  readonly next_row?: number;
  /** Why fewer rows than wanted were read. */
  readonly read_error?: string;
}

const DEFAULT_LIMITS: ReadLimits = { rows: 1_000, bytes: 1_000_000 };

/**
 * Runs a statement, waits for its end and reads the first page of its rows, of which Databricks keeps 24 MiB. After `max_wait_seconds` (45) it goes on in
 * the warehouse and the answer says PENDING or RUNNING: take it up with {@link resumeStatement}.
 * An abort cancels the statement before the signal's reason is thrown.
 *
 * @throws StatementError when it failed, or when its state could not be read
 */
export async function runStatement(
  client: SqlClient,
  { max_wait_seconds = DEFAULT_WAIT_SECONDS, ...request }: StatementRequest & { readonly max_wait_seconds?: number },
  options: StatementOptions = {},
): Promise<StatementAnswer> {
  const last = await executeStatement(client, request, "INLINE", max_wait_seconds, options);
  return answer(client, last, 0, options);
}

/**
 * Reads on in a statement without running it again: waits for its end if need be (0 s unless told otherwise), then reads
 * rows from an offset. Databricks keeps rows for an hour. An abort only stops the waiting.
 *
 * @throws StatementError when it failed, or when Databricks no longer knows it
 */
export async function resumeStatement(
  client: SqlClient,
  statement_id: string,
  { from_row = 0, max_wait_seconds = 0 }: { readonly from_row?: number; readonly max_wait_seconds?: number },
  options: StatementOptions = {},
): Promise<StatementAnswer> {
  const now = await client.statementExecution.getStatement({ statement_id }, options).catch((error: unknown) => {
    throw error instanceof NotFoundError ? StatementError.forgotten(statement_id, error) : error;
  });
  return answer(client, await waitForEnd(client, now, max_wait_seconds, options), from_row, options);
}

async function answer(
  client: SqlClient,
  statement: Statement,
  from: number,
  options: StatementOptions,
): Promise<StatementAnswer> {
  const { statement_id = "", manifest } = statement;
  const state = checkedState(statement);
  const page =
    state === "SUCCEEDED"
      ? await readRows(client, statement, from, options.limits ?? DEFAULT_LIMITS, options)
      : { rows: [] };
  return {
    statement_id,
    state,
    columns: columnsOf(statement),
    first_row: from,
    ...(manifest?.total_row_count !== undefined && { total_row_count: Number(manifest.total_row_count) }),
    truncated: manifest?.truncated ?? false,
    ...page,
  };
}
