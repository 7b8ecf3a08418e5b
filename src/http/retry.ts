import { ApiError } from "../errors/api-error.ts";
import { errorDetails } from "../errors/error-details.ts";
import { OneShotBodyError } from "../errors/one-shot-body-error.ts";
import { retryAfterMs } from "../errors/retry-after.ts";
import { TransportError } from "../errors/transport-error.ts";
import type { Arguments } from "./arguments.ts";
import type { Clock } from "./clock.ts";
import type { Operation } from "./operation.ts";

/** How one call is repeated. */
export interface RetryPolicy {
  /** Whether doing the request twice does no harm; see `isSafe`. */
  readonly safe: boolean;
  /** Whether the body can still be sent in full. */
  replayable(): boolean;
  /** When the last attempt may start, by the clock. */
  readonly until: number;
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
 * @throws the last attempt's error, also when the next attempt would start too late; OneShotBodyError when only the
 * body stands in the way of one; the signal's reason
 */
export async function retrying<Result>(attempt: () => Promise<Result>, policy: RetryPolicy): Promise<Result> {
  const { until, clock, signal } = policy;
  for (let attempts = 1; ; attempts++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!mayRepeat(error, policy.safe)) throw error;
      const wait = delayMs(attempts, error, clock);
      if (clock.now() + wait > until) throw error;
      if (!policy.replayable()) throw new OneShotBodyError(error);
      await clock.sleep(wait, signal);
    }
  }
}

function mayRepeat(error: unknown, safe: boolean): error is ApiError | TransportError {
  return (
    (error instanceof ApiError || error instanceof TransportError) && error.retryable && (safe || error.unprocessed)
  );
}

/** Grows by a second per attempt up to ten, with 50 to 750 ms of jitter, as in the official Go SDK; in milliseconds. */
export function backOffMs(attempts: number, clock: Clock): number {
  return Math.min(attempts, 10) * 1_000 + 50 + clock.random() * 700;
}

/** Never below what the server asks for: in `Retry-After`, else in a detail of the error. */
function delayMs(attempts: number, error: ApiError | TransportError, clock: Clock): number {
  const wish = error instanceof ApiError ? wishMs(error, clock.now()) : 0;
  return Math.max(backOffMs(attempts, clock), wish);
}

function wishMs({ retryAfter, details }: ApiError, now: number): number {
  const { retry_info: retryInfo } = errorDetails(details);
  return retryAfterMs(retryAfter, now) || (retryInfo?.retry_delay ?? 0) * 1_000;
}
