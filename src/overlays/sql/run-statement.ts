import { NotFoundError } from "../../errors/api-errors.ts";
import { StatementError } from "../../errors/statement-error.ts";
import { afterGrace, cleanUp } from "../clean-up.ts";
import { DEFAULT_WAIT_SECONDS, poll, type WaitOptions } from "../poll.ts";
import { type Column, columnsOf, type ReadLimits, type Row, readRows } from "./result-rows.ts";
import { endedStates, type SqlClient, type Statement, stateOf } from "./statement.ts";

/** A value for a `:name` marker of the statement. */
export interface StatementParameter {
  readonly name: string;
  /** Its text; absent for NULL. `""` is the empty string. */
  readonly value?: string;
  /** SQL type such as `DATE` or `DECIMAL(10,2)`; STRING when absent. */
  readonly type?: string;
}

/** One SQL statement to run on a warehouse. */
export interface StatementRequest {
  readonly statement: string;
  readonly warehouse_id: string;
  readonly catalog?: string;
  readonly schema?: string;
  readonly parameters?: StatementParameter[];
  /** Databricks cuts the result after that many rows and says so in `truncated`. */
  readonly row_limit?: number;
  readonly max_wait_seconds?: number;
}

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
/** An INLINE result over 25 MiB makes the statement fail; below it, a byte limit only truncates it. */
const INLINE_BYTE_LIMIT = 24 * 2 ** 20;

/**
 * Runs a statement, waits for its end and reads the first page of its rows. After `max_wait_seconds` (45) it goes on in
 * the warehouse and the answer says PENDING or RUNNING: take it up with {@link resumeStatement}.
 * An abort cancels the statement before the signal's reason is thrown.
 *
 * @throws StatementError when it failed, or when its state could not be read
 */
export async function runStatement(
  client: SqlClient,
  { max_wait_seconds = DEFAULT_WAIT_SECONDS, ...request }: StatementRequest,
  options: StatementOptions = {},
): Promise<StatementAnswer> {
  options.signal?.throwIfAborted();
  const submitted = await submit(client, request, options);
  const statement_id = submitted.statement_id ?? "";
  const last = await wait(client, submitted, max_wait_seconds, options).catch(async (error: unknown) => {
    if (!options.signal?.aborted) throw StatementError.lost(statement_id, error);
    await cleanUp((late) => client.statementExecution.cancelExecution({ statement_id }, late));
    throw error;
  });
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
  return answer(client, await wait(client, now, max_wait_seconds, options), from_row, options);
}

/** Submits without waiting, so that the id is known at once: what has no id cannot be cancelled. */
async function submit(client: SqlClient, request: StatementRequest, { signal, onState }: WaitOptions) {
  const body = {
    ...request,
    wait_timeout: "0s",
    on_wait_timeout: "CONTINUE",
    disposition: "INLINE",
    format: "JSON_ARRAY",
    byte_limit: INLINE_BYTE_LIMIT,
  } as const;
  const submitted = await client.statementExecution.executeStatement(body, afterGrace(signal));
  onState?.(stateOf(submitted));
  return submitted;
}

function wait(client: SqlClient, statement: Statement, maxWaitSeconds: number, options: WaitOptions) {
  const statement_id = statement.statement_id ?? "";
  const ask = () => client.statementExecution.getStatement({ statement_id }, options);
  return poll(statement, { ask, stateOf, ended: endedStates }, maxWaitSeconds, options);
}

async function answer(
  client: SqlClient,
  statement: Statement,
  from: number,
  options: StatementOptions,
): Promise<StatementAnswer> {
  const { statement_id = "", manifest } = statement;
  const state = stateOf(statement);
  if (state === "") throw StatementError.lost(statement_id, new Error("the answer has no state"));
  if (state === "FAILED") throw failure(statement);
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

function failure({ statement_id = "", status }: Statement): StatementError {
  const { error, sql_state: sqlState } = status ?? {};
  return StatementError.failed({ statementId: statement_id, errorCode: error?.error_code, sqlState }, error?.message);
}
