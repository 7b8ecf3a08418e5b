import { ApiError } from "../errors/api-error.ts";
import { TransportError } from "../errors/transport-error.ts";
import type { Arguments } from "./arguments.ts";
import type { Clock } from "./clock.ts";
import type { Operation } from "./operation.ts";

/** How one call is repeated. */
export interface RetryPolicy {
  /** Whether doing the request twice does no harm; see `isSafe`. */
  readonly safe: boolean;
  /** The time in which a next attempt may start, waits included, in milliseconds. */
  readonly budgetMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether doing a request twice does no harm: it only reads, HTTP defines its verb as idempotent, or it carries an
 * idempotency token.
 */
export function isSafe({ method, risk, idempotency }: Operation, args: Arguments): boolean {
  return (
    risk === "read" || !["POST", "PATCH"].includes(method) || (idempotency !== undefined && Boolean(args[idempotency]))
  );
}

/**
 * Repeats an attempt while its error may pass: always when nothing was done yet, else only when the request is safe.
 *
 * @throws the last attempt's error, also when the next wait would exceed the budget; the signal's reason
 */
export async function retrying<Result>(attempt: () => Promise<Result>, policy: RetryPolicy): Promise<Result> {
  const { budgetMs, clock, signal } = policy;
  const deadline = clock.now() + budgetMs;
  for (let attempts = 1; ; attempts++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      const wait = mayRepeat(error, policy.safe) ? delayMs(attempts, error, clock) : Number.POSITIVE_INFINITY;
      if (clock.now() + wait > deadline) throw error;
      await clock.sleep(wait, signal);
    }
  }
}

function mayRepeat(error: unknown, safe: boolean): boolean {
  return (
    (error instanceof ApiError || error instanceof TransportError) && error.retryable && (safe || error.unprocessed)
  );
}

/** Grows by a second per attempt up to ten, with 50 to 750 ms of jitter, as in the official Go SDK; never below Retry-After. */
function delayMs(attempts: number, error: unknown, clock: Clock): number {
  const backOff = Math.min(attempts, 10) * 1_000 + 50 + clock.random() * 700;
  const retryAfter = error instanceof ApiError ? retryAfterMs(error.retryAfter, clock.now()) : 0;
  return Math.max(backOff, retryAfter);
}

/** Seconds (Databricks also sends decimals) or an HTTP date; anything else, also a time past, counts as no wish. */
function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const wish = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(wish) ? 0 : Math.max(wish, 0);
}
