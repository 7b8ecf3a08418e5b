import type { Clock } from "./clock.ts";
import { orAborted } from "./or-aborted.ts";
import type { Token, TokenSource } from "./token.ts";

/** The longest time before expiry in which a token is refreshed in the background, in milliseconds. */
const maxStale = 20 * 60_000;
/** Databricks refuses Entra ID tokens with 30 s left or less, so a token counts as expired this much earlier. */
const skew = 40_000;
/** After a background refresh failed, the next one waits this long. */
const quiet = 60_000;
/** Calls that were refused together share one renewal: those that ask within this time of it get its token. */
const sharedRenewal = 5_000;

interface Kept extends Token {
  /** From then on it is refreshed in the background. */
  readonly staleAt: number;
  /** From then on it is not used. */
  readonly expiredAt: number;
}

/**
 * Keeps a token: fresh ones are given out, stale ones too while one background refresh runs, expired ones are replaced
 * first, with one request however many wait.
 */
export class TokenCache {
  readonly #source: TokenSource;
  readonly #clock: Clock;
  #kept: Kept | undefined;
  #loading: Promise<Token> | undefined;
  #behind: Promise<void> | undefined;
  /** Counts loads that somebody waited for; a background refresh that began before the last one comes too late. */
  #loads = 0;
  #quietUntil = 0;
  #renewedAt = Number.NEGATIVE_INFINITY;
  readonly #seen: string[] = [];

  constructor(source: TokenSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** @throws AuthError; the signal's reason, while the load goes on for others */
  async get(signal?: AbortSignal): Promise<string> {
    const now = this.#clock.now();
    const kept = this.#kept;
    if (!kept || now >= kept.expiredAt) return (await orAborted(this.#load(), signal)).value;
    if (now >= kept.staleAt) this.#loadBehind(now);
    return kept.value;
  }

  /** Replaces the token; throws like `get`. */
  async renew(signal?: AbortSignal): Promise<void> {
    if (!this.#loading && this.#clock.now() - this.#renewedAt < sharedRenewal) return;
    this.#kept = undefined;
    await orAborted(this.#load(), signal);
    this.#renewedAt = this.#clock.now();
  }

  /** The present token and the one before, with which requests may still be under way. */
  secrets(): readonly string[] {
    return this.#seen;
  }

  #load(): Promise<Token> {
    this.#loading ??= this.#start();
    return this.#loading;
  }

  #start(): Promise<Token> {
    this.#loads++;
    const loading = this.#source(this.#seen.length > 0)
      .then((token) => this.#keep(token))
      .finally(() => {
        this.#loading = undefined;
      });
    // Those who wait may all have left.
    loading.catch(() => {});
    return loading;
  }

  #loadBehind(now: number): void {
    if (this.#behind || this.#loading || now < this.#quietUntil) return;
    const loads = this.#loads;
    this.#behind = this.#source(true)
      .then(
        (token) => {
          if (loads === this.#loads) this.#keep(token);
        },
        () => {
          this.#quietUntil = this.#clock.now() + quiet;
        },
      )
      .finally(() => {
        this.#behind = undefined;
      });
  }

  #keep(token: Token): Token {
    const now = this.#clock.now();
    const expiresAt = token.expiresAt ?? Number.POSITIVE_INFINITY;
    const life = Math.max(expiresAt - now, 0);
    const staleAt = expiresAt - Math.min(life / 2, maxStale);
    // A token that lives for less than minutes would otherwise never be used.
    const expiredAt = expiresAt - Math.min(life / 4, skew);
    this.#kept = { ...token, staleAt, expiredAt };
    if (!this.#seen.includes(token.value)) this.#seen.unshift(token.value);
    this.#seen.length = Math.min(this.#seen.length, 2);
    return token;
  }
}
