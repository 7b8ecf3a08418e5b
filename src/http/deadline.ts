import type { Clock } from "./clock.ts";

/** The most that a timer of Node can wait, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** How long a call may take. */
export interface TimeLimits {
  /** The time in which attempts may start, in milliseconds; negative for no limit. */
  readonly budgetMs: number;
  /** The time in which the call must end, in milliseconds. */
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The time that one call has: until its deadline, or until its caller gives up. */
export class Deadline {
  /** When the last attempt may start, by the clock. */
  readonly until: number;
  /** Aborts at the deadline, and with the caller's signal. */
  readonly signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param late makes the reason to abort with at the deadline */
  constructor(clock: Clock, { budgetMs, deadlineMs, signal }: TimeLimits, late: () => Error) {
    const budget = budgetMs < 0 ? Number.POSITIVE_INFINITY : budgetMs;
    this.until = clock.now() + Math.min(budget, deadlineMs ?? budget);
    if (deadlineMs === undefined || deadlineMs > longestTimer) {
      this.signal = signal;
      return;
    }
    const controller = new AbortController();
    this.signal = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    this.#timer = setTimeout(() => controller.abort(late()), deadlineMs);
  }

  /** The call has ended. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
