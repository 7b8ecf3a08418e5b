import { WaitError } from "../errors/wait-error.ts";
import type { Clock } from "../http/clock.ts";
import type { WaitOptions } from "../http/methods.ts";
import type { LongRunning, Operation } from "../http/operation.ts";
import { objectOf, textAt, valueAt } from "./json.ts";
import { factsOf, poll, type Reading, type Waiter } from "./polling.ts";

/** The official SDKs wait for ever; in milliseconds. */
const TIMEOUT_MS = 20 * 60_000;

/**
 * Starts a long-running operation, polls it by its name, also when it says at once that it is done, and returns what
 * came out of it.
 *
 * @returns `response` of the operation; undefined when nothing comes out
 * @throws what starting throws; then WaitError
 */
export async function waitForOperation(
  waiter: Waiter,
  [operation, polling]: readonly [Operation, Operation],
  { result }: LongRunning,
  given: object,
  options: WaitOptions,
): Promise<unknown> {
  const answer = await waiter.caller.call(operation, given, options);
  const name = textAt(answer, "name");
  const started = { operation, poll: polling, args: { name } };
  if (name === undefined) throw WaitError.lost(factsOf(started), new Error("its answer has no name"));
  const watch = {
    ...started,
    read: readOperation,
    goal: ["DONE"],
    delayMs: (polls: number) => fullJitterMs(polls, waiter.clock),
    timeoutMs: TIMEOUT_MS,
  };
  const polled = await poll(waiter, watch, options);
  if (result === undefined) return undefined;
  const outcome = valueAt(polled, "response");
  if (outcome === undefined || outcome === null)
    throw WaitError.lost(factsOf(watch), new Error("it is done without a response"));
  return outcome;
}

/** Anything up to 1, 2, 4, … 60 seconds, as in the official Go SDK. */
const fullJitterMs = (polls: number, clock: Clock): number => clock.random() * Math.min(2 ** (polls - 1), 60) * 1_000;

function readOperation(polled: unknown): Reading {
  const { done, error } = objectOf(polled);
  if (done !== true) return { state: "RUNNING", message: undefined };
  if (!error) return { state: "DONE", message: undefined, end: "success" };
  const message = textAt(error, "message") ?? "Databricks gives no reason";
  return { state: "DONE", message, end: "failure", outcome: textAt(error, "error_code") ?? "ERROR" };
}
