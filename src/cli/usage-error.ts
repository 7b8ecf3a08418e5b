/** The command line asks for something that does not exist, or is not complete. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
  /** What to do next. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
