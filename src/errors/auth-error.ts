import { DatabricksError } from "./databricks-error.ts";

/** What is known of a failure to authenticate. */
export interface AuthFailure {
  /** The way out, as one or two sentences. */
  readonly hint: string;
  /** True when the same attempt may succeed later. @default false */
  readonly retryable?: boolean;
  /** HTTP status of whoever gives out tokens, when it answered. */
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

/** Credentials are missing, expired or refused, or whoever gives out tokens cannot be reached. Nothing was sent to Databricks' API. */
export class AuthError extends DatabricksError {
  override readonly name: string = "AuthError";
  /** Name of the way to authenticate, such as `oauth-m2m`. */
  readonly authType: string;
  /** What is wrong, without the way out. */
  readonly problem: string;
  readonly status: number | undefined;

  /** @param problem what is wrong, without secrets */
  constructor(authType: string, problem: string, { hint, retryable = false, status, cause }: AuthFailure) {
    super(`${authType}: ${problem}`, { retryable, hint, cause });
    this.authType = authType;
    this.problem = problem;
    this.status = status;
  }
}
