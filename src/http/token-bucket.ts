/** After this long without another refusal the rate has doubled, in milliseconds. */
const doublingMs = 15_000;
/** Never slower than this many requests per second. */
const slowest = 1;

/**
 * Allows so many requests per second, and as many at once after a pause. A refusal (429) halves the rate that was in
 * use; from then on it doubles every 15 seconds, until it is where it began. All times are in milliseconds since 1970.
 */
export class TokenBucket {
  readonly #ceiling: number;
  /** The rate right after the last refusal. */
  #slowed = Number.POSITIVE_INFINITY;
  #slowedAt = 0;
  #tokens: number;
  #filledAt = Number.NEGATIVE_INFINITY;
  /** Requests that started in the second that began at `#secondAt`, and in the one before. */
  #started = { now: 0, before: 0 };
  #secondAt = Number.NEGATIVE_INFINITY;

  /** @param ceiling requests per second when all is well */
  constructor(ceiling = Number.POSITIVE_INFINITY) {
    this.#ceiling = ceiling;
    this.#tokens = Math.max(ceiling, 1);
  }

  /** Requests per second that are allowed at a time. */
  rate(now: number): number {
    const recovered = this.#slowed * 2 ** ((now - this.#slowedAt) / doublingMs);
    // Without a ceiling there is nothing to recover to: twice what was refused is as good as free.
    const free = this.#ceiling === Number.POSITIVE_INFINITY ? this.#slowed * 4 : this.#ceiling;
    return recovered >= free ? this.#ceiling : recovered;
  }

  /**
   * Takes the next place.
   *
   * @returns milliseconds to wait before the request may start
   */
  take(now: number): number {
    this.#count(now);
    const rate = this.rate(now);
    if (rate === Number.POSITIVE_INFINITY) return 0;
    const most = Math.max(rate, 1);
    const passed = Math.max(now - this.#filledAt, 0) / 1_000;
    this.#tokens = Math.min(this.#tokens + passed * rate, most) - 1;
    this.#filledAt = now;
    return Math.max((-this.#tokens / rate) * 1_000, 0);
  }

  /** Gives a place back that was not used. */
  giveBack(): void {
    this.#tokens += 1;
  }

  /**
   * A request was refused.
   *
   * @param startedAt when that request started: refusals of requests from before the last slow-down are old news
   */
  refuse(startedAt: number, now: number): void {
    if (startedAt < this.#slowedAt) return;
    const used = Math.max(this.#started.now, this.#started.before, 1);
    this.#slowed = Math.max(Math.min(this.rate(now), used) / 2, slowest);
    this.#slowedAt = now;
    this.#tokens = 0;
    this.#filledAt = now;
  }

  #count(now: number): void {
    if (now - this.#secondAt >= 1_000) {
      const before = now - this.#secondAt < 2_000 ? this.#started.now : 0;
      this.#started = { now: 0, before };
      this.#secondAt = now;
    }
    this.#started.now += 1;
  }
}
