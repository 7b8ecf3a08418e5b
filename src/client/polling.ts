import { TransportError } from "../errors/transport-error.ts";
import { WaitError, type WaitFacts } from "../errors/wait-error.ts";
import type { Caller } from "../http/caller.ts";
import type { Clock } from "../http/clock.ts";
import type { WaitOptions } from "../http/methods.ts";
import type { Operation } from "../http/operation.ts";
import type { JsonObject } from "./json.ts";

/** What one answer of a poll means. `end` is absent while it goes on; `outcome` is what the state does not tell. */
export interface Reading {
  readonly state: string | undefined;
  readonly message: string | undefined;
  readonly end?: "success" | "failure";
  readonly outcome?: string;
}

/** Something that was started, and how to watch it. */
export interface Watch {
  /** What started it. */
  readonly operation: Operation;
  readonly poll: Operation;
  /** Arguments of the poll. */
  readonly args: JsonObject;
  read(polled: unknown): Reading;
  /** The states that are waited for, for messages. */
  readonly goal: readonly string[];
  /** Pause after so many polls, in milliseconds. */
  delayMs(polls: number): number;
  /** The longest wait, in milliseconds. */
  readonly timeoutMs: number;
}

/** What a wait needs of the client. */
export interface Waiter {
  readonly caller: Caller;
  readonly clock: Clock;
}

/** The last poll begins this long before the time is up, so that there is time for its answer, in milliseconds. */
const lastLookMs = 1_000;

/**
 * Polls at once and then after growing pauses, until the end, and returns the last answer. When the time is up, a poll
 * under way is cut.
 *
 * @throws WaitError
 */
export async function poll(waiter: Waiter, watch: Watch, options: WaitOptions): Promise<unknown> {
  const { clock } = waiter;
  const { signal, onProgress, timeoutMs = watch.timeoutMs } = options;
  const started = clock.now();
  let facts = factsOf(watch);
  for (let polls = 1; ; polls++) {
    const limits = { ...options, timeoutMs: timeoutMs - (clock.now() - started) };
    const late = () => WaitError.timeout(facts, timeoutMs);
    const polled = await orLost(() => look(waiter, watch, limits, late), facts, signal);
    const { state, message, end, outcome = state } = watch.read(polled);
    facts = { ...facts, state: outcome, reason: message };
    onProgress?.({ state, message, polled });
    if (end === "success") return polled;
    if (end === "failure") throw WaitError.failed(facts, watch.goal);
    const waited = clock.now() - started;
    const longest = timeoutMs - waited - lastLookMs;
    if (longest <= 0) throw WaitError.timeout(facts, waited);
    await orLost(() => clock.sleep(Math.min(watch.delayMs(polls), longest), signal), facts, signal);
  }
}

/** Polls once, for no longer than what is left of the wait; one without any time looks once all the same. */
async function look(
  { caller }: Waiter,
  { poll, args }: Watch,
  { timeoutMs = 0, ...options }: WaitOptions,
  late: () => WaitError,
): Promise<unknown> {
  const { deadlineMs = Number.POSITIVE_INFINITY } = options;
  const left = timeoutMs > 0 ? timeoutMs : Number.POSITIVE_INFINITY;
  try {
    return await caller.call(poll, args, { ...options, deadlineMs: Math.min(deadlineMs, left) });
  } catch (error) {
    const cut = left < deadlineMs && error instanceof TransportError && error.code === "DEADLINE";
    throw cut ? late() : error;
  }
}

/** What errors tell of a wait that has read no state yet. */
export function factsOf({ operation, poll, args }: Pick<Watch, "operation" | "poll" | "args">): WaitFacts {
  const asked = { operation: poll.id, arguments: args };
  return { operation: operation.id, poll: asked, state: undefined, reason: undefined };
}

/** @throws WaitError instead of what `step` throws: what was started goes on, and its id would be lost */
export async function orLost<Result>(
  step: () => Promise<Result>,
  facts: WaitFacts,
  signal: AbortSignal | undefined,
): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof WaitError) throw error;
    throw signal?.aborted ? WaitError.aborted(facts, signal.reason) : WaitError.lost(facts, error);
  }
}
