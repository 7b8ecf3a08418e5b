import type { DatabricksClient } from "../../client/databricks-client.ts";

/** The part of the client that runs SQL statements (Statement Execution API 2.0). */
export type SqlClient = Pick<DatabricksClient, "statementExecution">;

/** What Databricks answers about a statement: its state and, once it succeeded, its manifest and first chunk. */
export type Statement = Awaited<ReturnType<SqlClient["statementExecution"]["getStatement"]>>;

/** What Databricks answers about a chunk of a result: its rows, or a link to them. */
export type ResultData = Awaited<ReturnType<SqlClient["statementExecution"]["getStatementResultChunkN"]>>;

/**
 * States that never change again. CLOSED: it succeeded, but its rows can no longer be fetched. An answer without a state
 * counts as an end too, so that no wait can loop for ever.
 */
export const endedStates: ReadonlySet<string> = new Set(["SUCCEEDED", "FAILED", "CANCELED", "CLOSED", ""]);

/** The statement's state, `""` when the answer has none. */
export function stateOf(statement: Statement): string {
  return statement.status?.state ?? "";
}
