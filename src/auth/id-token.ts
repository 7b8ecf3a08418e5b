import type { AuthType } from "../config/auth-types.ts";
import { AuthError } from "../errors/auth-error.ts";
import { claimsOf, expiredSince } from "./jwt.ts";

/**
 * Checks an OIDC token before it is exchanged; white space around it is taken off, since files end in a line break.
 *
 * @param place where it comes from: "the variable X"
 * @param now milliseconds since 1970
 * @throws AuthError when it is missing, no JWT, or expired
 */
export function goodIdToken(authType: AuthType, text: string, place: string, now: number): string {
  const token = text.trim();
  const hint = `Put a fresh OIDC token into ${place}.`;
  if (!token) throw new AuthError(authType, `${place} is empty`, { hint });
  if (!claimsOf(token)) throw new AuthError(authType, `${place} does not hold a JWT`, { hint });
  const since = expiredSince(token, now);
  if (since) throw new AuthError(authType, `the token in ${place} expired at ${since}`, { hint });
  return token;
}
