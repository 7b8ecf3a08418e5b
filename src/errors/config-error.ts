import { DatabricksError } from "./databricks-error.ts";

/** A setting is missing or malformed. The message never shows a secret setting's value. */
export class ConfigError extends DatabricksError {
  override readonly name: string = "ConfigError";

  /**
   * @param problem what is wrong, naming the setting
   * @param hint how to set it right
   */
  constructor(problem: string, hint: string) {
    super(problem, { retryable: false, hint });
  }
}
