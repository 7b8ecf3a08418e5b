import { AuthError } from "../errors/auth-error.ts";
import type { Clock } from "./clock.ts";
import type { Credentials } from "./credentials.ts";
import type { Token, TokenSource } from "./token.ts";
import { TokenCache } from "./token-cache.ts";

/** How long an optional token that could not be had is gone without, in milliseconds; asking for it may take seconds. */
const absenceMs = 10 * 60_000;

/** A header that carries a token. */
export interface TokenHeader {
  readonly name: string;
  /** Stands before the token. @default "" */
  readonly prefix?: string;
  readonly source: TokenSource;
  /** True when requests may go without it, should there be no such token. */
  readonly optional?: true;
}

/** The usual header. */
export function bearer(source: TokenSource): TokenHeader {
  return { name: "Authorization", prefix: "Bearer ", source };
}

/** How credentials are made from tokens. */
export interface CachedCredentialsParts {
  readonly clock: Clock;
  readonly tokens: readonly TokenHeader[];
  /** Headers that stay as they are. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** What tokens are asked for with. */
  readonly secrets?: readonly (string | undefined)[];
}

/** Credentials whose tokens are cached, refreshed ahead of expiry, and renewed together. */
export function cachedCredentials(authType: string, parts: CachedCredentialsParts): Credentials {
  const { clock, tokens, fixed = {}, secrets = [] } = parts;
  const known = secrets.filter((secret) => secret !== undefined);
  const caches = tokens.map((token) => ({
    ...token,
    cache: new TokenCache((again) => sendable(authType, token.source(again)), clock),
    absentUntil: 0,
  }));
  type Cached = (typeof caches)[number];

  async function header(each: Cached, signal: AbortSignal | undefined): Promise<[string, string][]> {
    if (clock.now() < each.absentUntil) return [];
    try {
      return [[each.name, `${each.prefix ?? ""}${await each.cache.get(signal)}`]];
    } catch (error) {
      signal?.throwIfAborted();
      if (!each.optional) throw error;
      each.absentUntil = clock.now() + absenceMs;
      return [];
    }
  }

  return {
    authType,
    async headers(signal) {
      const entries = await Promise.all(caches.map((each) => header(each, signal)));
      return Object.freeze({ ...fixed, ...Object.fromEntries(entries.flat()) });
    },
    async renew(signal) {
      const needed = caches.filter(({ optional }) => !optional);
      await Promise.all(needed.map(({ cache }) => cache.renew(signal)));
      return true;
    },
    secrets: () => [...known, ...caches.flatMap(({ cache }) => cache.secrets())],
  };
}

/** A token that cannot stand in a header would be shown by the error about it. */
async function sendable(authType: string, token: Promise<Token>): Promise<Token> {
  if (/^[\x21-\x7e]+$/.test((await token).value)) return token;
  const problem = "the token that was given out holds a space, a line break or a character outside ASCII";
  throw new AuthError(authType, problem, { hint: "Look at what gives it out." });
}
