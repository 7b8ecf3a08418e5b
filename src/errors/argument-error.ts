import { DatabricksError } from "./databricks-error.ts";

/** An argument cannot be sent as it is. Thrown before any request. */
export class ArgumentError extends DatabricksError {
  override readonly name: string = "ArgumentError";
  /** Path of the argument, e.g. `tasks[].run_job_task.job_id`. */
  readonly argument: string;

  /**
   * @param argument path of the argument
   * @param problem what is wrong with it, as the rest of a sentence: "is missing"
   * @param hint the form that is expected
   */
  constructor(argument: string, problem: string, hint: string) {
    super(`argument ${argument} ${problem}`, { retryable: false, hint });
    this.argument = argument;
  }
}
