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
}
