import { DatabricksError } from "./databricks-error.ts";

/** A statement ended, but not all rows of its result can be had: those that were read or written are not all. */
export class IncompleteResultError extends DatabricksError {
  override readonly name: string = "IncompleteResultError";
  readonly statementId: string;

  /** @param why why rows are missing; holds no link */
  constructor(statementId: string, why: string, hint: string, cause?: unknown) {
    super(`the result of statement ${statementId} is not complete: ${why}`, { retryable: false, hint, cause });
    this.statementId = statementId;
  }
}
