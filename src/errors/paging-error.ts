import { DatabricksError } from "./databricks-error.ts";

/** A list would never end: Databricks pointed back to a page that was read before. */
export class PagingError extends DatabricksError {
  override readonly name: string = "PagingError";
  /** Operation id: `jobs.list`. */
  readonly operation: string;

  /** @param pages how many were read */
  constructor(operation: string, pages: number) {
    super(`${operation}: after ${pages} pages Databricks pointed back to one of them, so the list would never end`, {
      retryable: false,
      hint: "What was read so far is good. Narrow the list with its filters, or report it to Databricks.",
    });
    this.operation = operation;
  }
}
