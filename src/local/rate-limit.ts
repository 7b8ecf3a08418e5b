import { LocalError } from "./local-error.ts";

/** A refusal because of too many requests; it tells when to come back. */
export class RateLimited extends LocalError {
  /** In whole seconds, at least 1. */
  readonly retryAfter: string;

  constructor(waitMs: number) {
    super(429, "REQUEST_LIMIT_EXCEEDED", "The workspace takes fewer requests per second than that.");
    this.retryAfter = String(Math.max(1, Math.ceil(waitMs / 1000)));
  }
}

/** At most so many requests in each second of the clock. */
export class RateLimit {
  /** Requests per second; undefined for no limit. */
  perSecond: number | undefined;
  #second = 0;
  #count = 0;

  constructor(perSecond: number | undefined) {
    this.perSecond = perSecond;
  }

  /** @throws RateLimited */
  take(now: number = Date.now()): void {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) this.#count = 0;
    this.#second = second;
    this.#count += 1;
    if (this.perSecond !== undefined && this.#count > this.perSecond) throw new RateLimited((second + 1) * 1000 - now);
  }
}
