/** A token to send as `Bearer`. */
export interface Token {
  readonly value: string;
  /** Milliseconds since 1970; absent when it does not expire. */
  readonly expiresAt?: number;
}

/**
 * Gets a token from where they are given out, and caches nothing: two caches in a row hand out dying tokens
 * (https://github.com/databricks/databricks-sdk-go/issues/1549). Ends in bounded time.
 *
 * @param again true when a token was had before, so that one kept by somebody else will not do
 * @throws AuthError
 */
export type TokenSource = (again: boolean) => Promise<Token>;
