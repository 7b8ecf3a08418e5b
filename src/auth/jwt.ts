import { decodeJwt } from "jose";

/** What is written in a token. Nothing is verified: that is for whoever receives it. */
export interface Claims {
  /** Milliseconds since 1970. */
  readonly expiresAt: number | undefined;
  /** OAuth scopes; undefined when the token does not tell. */
  readonly scopes: readonly string[] | undefined;
}

/** Reads a token that is a JWT; undefined for any other. */
export function claimsOf(token: string): Claims | undefined {
  try {
    const { exp, scope } = decodeJwt(token);
    return {
      expiresAt: exp === undefined ? undefined : exp * 1_000,
      scopes: typeof scope === "string" ? scope.split(" ").filter(Boolean) : undefined,
    };
  } catch {
    return undefined;
  }
}

/** When a token that is a JWT expired: an ISO date, or undefined when it is still good or does not tell. */
export function expiredSince(token: string, now: number): string | undefined {
  const expiresAt = claimsOf(token)?.expiresAt;
  return expiresAt !== undefined && expiresAt <= now ? new Date(expiresAt).toISOString() : undefined;
}
