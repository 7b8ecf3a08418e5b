import { WaitError } from "../errors/wait-error.ts";
import type { WaitOptions } from "../http/methods.ts";
import type { Operation, Wait } from "../http/operation.ts";
import { backOffMs } from "../http/retry.ts";
import { type JsonObject, objectOf, textAt, valueAt } from "./json.ts";
import { factsOf, orLost, poll, type Reading, type Waiter } from "./polling.ts";
import { wholeObject } from "./sub-pages.ts";
import { type Judgement, judgements } from "./wait-judgement.ts";

/**
 * Starts what an operation starts and polls its state until that is an end: at once, then after 1, 2, … 10 seconds and
 * a little more, as the official SDKs do.
 *
 * @returns the poll's last answer, whole
 * @throws what starting throws; then WaitError
 */
export async function waitForState(
  waiter: Waiter,
  [operation, polling]: readonly [Operation, Operation],
  wait: Wait,
  given: object,
  options: WaitOptions,
): Promise<unknown> {
  const { caller, clock } = waiter;
  const answer = await caller.call(operation, given, options);
  const args = pollArguments(operation, polling, wait, objectOf(given), objectOf(answer));
  const judgement = judgements[operation.id] ?? {};
  const watch = {
    operation,
    poll: polling,
    args,
    read: (polled: unknown) => readState(wait, judgement, polled),
    goal: wait.success,
    delayMs: (polls: number) => backOffMs(polls, clock),
    timeoutMs: wait.timeoutMinutes * 60_000,
  };
  const polled = await poll(waiter, watch, options);
  if (!polling.subPages) return polled;
  const read = (each: object): Promise<unknown> => caller.call(polling, each, options);
  return orLost(() => wholeObject(polling, read, args, polled), factsOf(watch), options.signal);
}

/** The poll of an account operation asks the account that the start named. */
function pollArguments(
  operation: Operation,
  polling: Operation,
  wait: Wait,
  given: JsonObject,
  answer: JsonObject,
): JsonObject {
  const account = polling.parameters.filter(({ name, style }) => style === "account" && given[name] !== undefined);
  const args = Object.fromEntries([
    ...account.map(({ name }) => [name, given[name]]),
    ...Object.entries(wait.arguments).map(([name, { from, field }]) => [
      name,
      valueAt(from === "request" ? given : answer, field),
    ]),
  ]);
  const missing = Object.entries(wait.arguments).find(([name]) => args[name] === undefined);
  if (!missing) return args;
  const cause = new Error(`its ${missing[1].from} has no ${missing[1].field}`);
  throw WaitError.lost(factsOf({ operation, poll: polling, args }), cause);
}

/** A state that nobody knows is not the end. */
function readState(wait: Wait, { success = [], failure = [], outcome }: Judgement, polled: unknown): Reading {
  const state = textAt(polled, wait.state);
  const message = textAt(polled, wait.message);
  if (state === undefined) return { state, message };
  if ([...wait.failure, ...failure].includes(state)) return { state, message, end: "failure" };
  if (![...wait.success, ...success].includes(state)) return { state, message };
  const result = textAt(polled, outcome?.path);
  if (result === undefined || outcome?.good.includes(result)) return { state, message, end: "success" };
  return { state, message, end: "failure", outcome: result };
}
