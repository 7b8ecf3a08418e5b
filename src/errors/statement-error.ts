import { DatabricksError, type Guidance } from "./databricks-error.ts";

/** What is known of a statement that gives no result. */
export interface StatementFacts {
  readonly statementId: string;
  /** `status.error.error_code` of the Statement Execution API, e.g. `BAD_REQUEST`. */
  readonly errorCode?: string | undefined;
  /** Five characters that name the SQL error, e.g. `42P01` for a table that does not exist. */
  readonly sqlState?: string | undefined;
}

/** Error codes that name a passing fault of Databricks or of the warehouse. */
const passing: ReadonlySet<string> = new Set([
  "SERVICE_UNDER_MAINTENANCE",
  "TEMPORARILY_UNAVAILABLE",
  "WORKSPACE_TEMPORARILY_UNAVAILABLE",
  "DEADLINE_EXCEEDED",
  "ABORTED",
]);

/** A SQL statement failed (Databricks says so with HTTP 200), or its state can no longer be read. */
export class StatementError extends DatabricksError implements StatementFacts {
  override readonly name: string = "StatementError";
  readonly statementId: string;
  readonly errorCode: string | undefined;
  readonly sqlState: string | undefined;

  private constructor(message: string, guidance: Guidance, { statementId, errorCode, sqlState }: StatementFacts) {
    super(message, guidance);
    this.statementId = statementId;
    this.errorCode = errorCode;
    this.sqlState = sqlState;
  }

  /** The statement ended in FAILED; `reason` is Databricks' own message. */
  static failed(facts: StatementFacts, reason = "it failed without a message"): StatementError {
    const { statementId, errorCode, sqlState } = facts;
    const code = [errorCode, sqlState && `SQLSTATE ${sqlState}`].filter(Boolean).join(", ");
    const retryable = passing.has(errorCode ?? "");
    const guidance = { retryable, hint: hintFor(facts, retryable) };
    return new StatementError(`statement ${statementId}: ${code ? `${code}: ` : ""}${reason}`, guidance, facts);
  }

  /** The statement was submitted, but its state could not be read: it may still be running. */
  static lost(statementId: string, cause: unknown): StatementError {
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = "It may still be running: read its state by this statement id before running it again.";
    const message = `statement ${statementId} was submitted, but its state cannot be read: ${why}`;
    return new StatementError(message, { retryable: false, hint, cause }, { statementId });
  }

  /** Databricks knows no such statement (any more). */
  static forgotten(statementId: string, cause: Error): StatementError {
    const hint =
      "Databricks forgets a statement 12 hours after its end. Run it again only if it does nothing but read.";
    return new StatementError(
      `statement ${statementId} is not known: ${cause.message}`,
      { retryable: false, hint, cause },
      { statementId },
    );
  }
}

/** SQLSTATE classes of https://docs.databricks.com/error-messages/sqlstates.html. */
function hintFor({ errorCode, sqlState = "" }: StatementFacts, retryable: boolean): string {
  if (retryable) return "Run the statement again later; if it changes data, look first whether it took effect.";
  if (sqlState === "42501") return "Ask the owner of the object for the privilege that the message names.";
  if (sqlState.startsWith("42")) return "Correct the statement: look up catalog, schema, table and column names first.";
  if (sqlState.startsWith("22")) return "Correct the values or casts that the message names.";
  if (errorCode === "RESOURCE_EXHAUSTED") return "Return less: fewer columns, a filter, an aggregate or a LIMIT.";
  return "Correct the statement; the same statement will fail again.";
}
