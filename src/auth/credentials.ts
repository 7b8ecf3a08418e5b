/** Authenticates requests to one host as one identity. */
export interface Credentials {
  /** Strategy name, `auth/<name>` in the User-Agent. */
  readonly authType: string;
  /**
   * Headers that authenticate one request to the configured host; cached, refreshed ahead of expiry.
   *
   * @throws AuthError; the signal's reason
   */
  headers(signal?: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /**
   * After a 401: drops the token that was used and gets a new one. False when the strategy cannot (pat, basic).
   *
   * @throws AuthError; the signal's reason
   */
  renew(signal?: AbortSignal): Promise<boolean>;
  /** Texts that must never be shown. They change as tokens do. */
  secrets(): readonly string[];
}

/**
 * Credentials that stay as they are.
 *
 * @param authorization value of the `Authorization` header
 */
export function fixedCredentials(authType: string, authorization: string, secrets: readonly string[]): Credentials {
  const headers = Object.freeze({ Authorization: authorization });
  return { authType, headers: async () => headers, renew: async () => false, secrets: () => secrets };
}
