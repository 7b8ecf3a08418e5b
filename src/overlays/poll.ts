import { type Clock, systemClock } from "../http/clock.ts";

/** How a wait behaves, whatever it waits for. */
export interface WaitOptions {
  /** Ends the wait with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with every state that is read. */
  readonly onState?: (state: string) => void;
  readonly clock?: Clock;
}

/** What to ask, and which states are the end. */
export interface Polled<T> {
  ask(): Promise<T>;
  stateOf(answer: T): string;
  readonly ended: ReadonlySet<string>;
}

/** Seconds that a statement or command is waited for when the caller does not say. */
export const DEFAULT_WAIT_SECONDS = 45;

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/**
 * Asks again and again until a state of `ended` or until the time is up, and returns the last answer either way.
 * The delay doubles from 250 ms to 5 s; elapsed time is read from the clock, so slow answers count too.
 *
 * @param first the answer already at hand
 * @throws what `ask` throws, or the signal's reason
 */
export async function poll<T>(
  first: T,
  { ask, stateOf, ended }: Polled<T>,
  maxWaitSeconds: number,
  { clock = systemClock, signal, onState }: WaitOptions,
): Promise<T> {
  signal?.throwIfAborted();
  const deadline = clock.now() + maxWaitSeconds * 1000;
  let answer = first;
  for (let delay = FIRST_DELAY_MS; !ended.has(stateOf(answer)); delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    const left = deadline - clock.now();
    if (left <= 0) break;
    await clock.sleep(Math.min(delay, left), signal);
    answer = await ask();
    onState?.(stateOf(answer));
  }
  return answer;
}
