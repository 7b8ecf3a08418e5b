import { StatementError } from "../../errors/statement-error.ts";
import { afterGrace, cleanUp } from "../clean-up.ts";
import { poll, type WaitOptions } from "../poll.ts";
import { endedStates, type SqlClient, type Statement, stateOf } from "./statement.ts";
import type { StatementRequest } from "./statement-request.ts";

/**
 * Where the rows are: in Databricks' answers, or in files of the cloud's storage that its answers link to.
 * https://docs.databricks.com/api/workspace/statementexecution
 */
export type Disposition = "INLINE" | "EXTERNAL_LINKS";

/** An INLINE result over 25 MiB makes the statement fail; below it, a byte limit only truncates it. */
const INLINE_BYTE_LIMIT = 24 * 2 ** 20;

/**
 * Runs a statement and waits for its end, at most so many seconds. An abort cancels the statement before the signal's
 * reason is thrown.
 *
 * @returns the last answer; its state is checked by `checkedState`
 * @throws ApiError only when the request was refused, so that nothing ran; StatementError when the state of a statement
 * that was submitted could not be read
 */
export async function executeStatement(
  client: SqlClient,
  request: StatementRequest,
  disposition: Disposition,
  maxWaitSeconds: number,
  options: WaitOptions,
): Promise<Statement> {
  options.signal?.throwIfAborted();
  const submitted = await submit(client, request, disposition, options);
  const statement_id = submitted.statement_id ?? "";
  return waitForEnd(client, submitted, maxWaitSeconds, options).catch(async (error: unknown) => {
    if (!options.signal?.aborted) throw StatementError.lost(statement_id, error);
    await cleanUp((late) => client.statementExecution.cancelExecution({ statement_id }, late));
    throw error;
  });
}

/** Submits without waiting, so that the id is known at once: what has no id cannot be cancelled. */
async function submit(
  client: SqlClient,
  request: StatementRequest,
  disposition: Disposition,
  { signal, onState }: WaitOptions,
): Promise<Statement> {
  const body = {
    ...request,
    wait_timeout: "0s",
    on_wait_timeout: "CONTINUE",
    disposition,
    format: "JSON_ARRAY",
    ...(disposition === "INLINE" && { byte_limit: INLINE_BYTE_LIMIT }),
  } as const;
  const submitted = await client.statementExecution.executeStatement(body, afterGrace(signal));
  onState?.(stateOf(submitted));
  return submitted;
}

/** Waits for the end of a statement, at most so many seconds, and returns the last answer either way. */
export function waitForEnd(client: SqlClient, statement: Statement, maxWaitSeconds: number, options: WaitOptions) {
  const statement_id = statement.statement_id ?? "";
  const ask = () => client.statementExecution.getStatement({ statement_id }, options);
  return poll(statement, { ask, stateOf, ended: endedStates }, maxWaitSeconds, options);
}

/**
 * The state of a statement that has not failed.
 *
 * @throws StatementError when it failed, or when the answer has no state
 */
export function checkedState(statement: Statement): string {
  const { statement_id: statementId = "", status } = statement;
  const state = stateOf(statement);
  if (state === "") throw StatementError.lost(statementId, new Error("the answer has no state"));
  if (state !== "FAILED") return state;
  const { error, sql_state: sqlState } = status ?? {};
  throw StatementError.failed({ statementId, errorCode: error?.error_code, sqlState }, error?.message);
}
