import type { Clock } from "../../src/http/clock.ts";

/** A clock that passes time only by sleeping, at once, and remembers how long it slept. Starts on 1 June 2026. */
export class FakeClock implements Clock {
  readonly waits: number[] = [];
  #time = Date.UTC(2026, 5, 1);
  readonly #onSleep: () => void | Promise<void>;

  /** @param onSleep runs during each sleep */
  constructor(onSleep: () => void | Promise<void> = () => {}) {
    this.#onSleep = onSleep;
  }

  now = (): number => this.#time;
  random = (): number => 0;

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.waits.push(milliseconds);
    this.#time += milliseconds;
    await this.#onSleep();
    signal?.throwIfAborted();
  }
}
