import { poll, type WaitOptions } from "../poll.ts";
import { endedStates, type SqlClient, stateOf } from "./statement.ts";

/**
 * Asks Databricks to cancel a statement and waits up to 30 s for its end. The cancel may lose the race: the state returned
 * is the one the statement really ended in, or RUNNING when it has not ended yet.
 *
 * @throws ApiError when the statement is not known
 */
export async function cancelStatement(client: SqlClient, statement_id: string, options: WaitOptions = {}) {
  await client.statementExecution.cancelExecution({ statement_id }, options);
  const ask = () => client.statementExecution.getStatement({ statement_id }, options);
  return stateOf(await poll(await ask(), { ask, stateOf, ended: endedStates }, 30, options));
}
