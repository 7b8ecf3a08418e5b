import type { AuthType } from "../config/auth-types.ts";
import { AuthError } from "../errors/auth-error.ts";
import { bearer, type CachedCredentialsParts } from "./cached-credentials.ts";
import type { Fields } from "./json-request.ts";
import { claimsOf } from "./jwt.ts";
import type { Token, TokenSource } from "./token.ts";

/** What the second token, with which Databricks looks after the account's Google project, is for. */
export const googleScopes = [
  "https://www.googleapis.com/auth/cloud-platform",
  "https://www.googleapis.com/auth/compute",
];

/** Who asks for a token, and the way out when there is none. */
export interface Asking {
  readonly authType: AuthType;
  readonly hint: string;
}

/** A token that the IAM Credentials API gave out (`generateAccessToken`). */
export function impersonatedToken({ accessToken: value, expireTime }: Fields, { authType, hint }: Asking): Token {
  const expiresAt = Date.parse(String(expireTime));
  if (typeof value === "string" && value && !Number.isNaN(expiresAt)) return { value, expiresAt };
  throw new AuthError(authType, "Google answered without an access token", { hint });
}

/** An id token tells its expiry itself. */
export function idTokenOf(value: unknown, authType: AuthType, hint: string): Token {
  const claims = typeof value === "string" ? claimsOf(value) : undefined;
  if (typeof value !== "string" || !claims)
    throw new AuthError(authType, "Google answered without an id token", { hint });
  const { expiresAt } = claims;
  return { value, ...(expiresAt !== undefined && { expiresAt }) };
}

/** The headers of Databricks on Google Cloud; calls of the account's administration need the second one. */
export function googleHeaders(idToken: TokenSource, accessToken: TokenSource): CachedCredentialsParts["tokens"] {
  return [bearer(idToken), { name: "X-Databricks-GCP-SA-Access-Token", source: accessToken, optional: true }];
}
