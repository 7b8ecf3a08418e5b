/** What an error tells whoever has to go on from it. */
export interface Guidance {
  /** True when the same request may succeed later. */
  readonly retryable: boolean;
  /** What to do next, as one or two sentences. */
  readonly hint: string;
  readonly cause?: unknown;
}

/** Base of every error that this package throws on purpose. Its message ends with the hint. */
export class DatabricksError extends Error {
  override readonly name: string = "DatabricksError";
  readonly retryable: boolean;
  readonly hint: string;

  constructor(message: string, { retryable, hint, cause }: Guidance) {
    super(`${message.replace(/[.\s]+$/, "")}. ${hint}`, cause === undefined ? {} : { cause });
    this.retryable = retryable;
    this.hint = hint;
  }
}
