import { DatabricksError } from "../errors/databricks-error.ts";

/** A statement ended, but what was written of its rows is not all. */
export class IncompleteResultError extends DatabricksError {
  override readonly name: string = "IncompleteResultError";
  readonly statementId: string;

  /** @param why why rows are missing */
  constructor(statementId: string, why: string, hint: string) {
    super(`the result of statement ${statementId} is not complete: ${why}`, { retryable: false, hint });
    this.statementId = statementId;
  }
}
