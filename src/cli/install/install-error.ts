import { DatabricksError } from "../../errors/databricks-error.ts";

/** A client's configuration cannot be edited. It was left as it is. */
export class InstallError extends DatabricksError {
  override readonly name: string = "InstallError";

  /**
   * @param problem what is wrong, naming the file
   * @param hint how to set it right
   */
  constructor(problem: string, hint: string) {
    super(problem, { retryable: false, hint });
  }
}
