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

/**
 * Polls at once and then after growing pauses, until the end, and returns the last answer.
 *
 * @throws WaitError
 */
export async function poll({ caller, clock }: Waiter, watch: Watch, options: WaitOptions): Promise<unknown> {
  const { signal, onProgress, timeoutMs = watch.timeoutMs } = options;
  const started = clock.now();
  let facts = factsOf(watch);
  for (let polls = 1; ; polls++) {
    const polled = await orLost(() => caller.call(watch.poll, watch.args, options), facts, signal);
    const { state, message, end, outcome = state } = watch.read(polled);
    facts = { ...facts, state: outcome, reason: message };
    onProgress?.({ state, message, polled });
    if (end === "success") return polled;
    if (end === "failure") throw WaitError.failed(facts, watch.goal);
    const waited = clock.now() - started;
    if (waited >= timeoutMs) throw WaitError.timeout(facts, waited);
    await orLost(() => clock.sleep(Math.min(watch.delayMs(polls), timeoutMs - waited), signal), facts, signal);
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
    throw signal?.aborted ? WaitError.aborted(facts, signal.reason) : WaitError.lost(facts, error);
  }
}
