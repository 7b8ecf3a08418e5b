import { DatabricksError } from "./databricks-error.ts";

/**
 * A request failed in a way that may pass, but its body was a stream, which is used up and cannot be sent again. `cause`
 * is the failure.
 */
export class OneShotBodyError extends DatabricksError {
  override readonly name: string = "OneShotBodyError";

  constructor(cause: DatabricksError) {
    super(`${cause.message} The body was a stream, of which a part is used up, so that it was not sent again`, {
      retryable: cause.retryable,
      hint: "Repeat the call with a new stream, or give a Blob (see openAsBlob of node:fs), which can be read again.",
      cause,
    });
  }
}
