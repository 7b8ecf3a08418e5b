import { DatabricksError, type Guidance } from "./databricks-error.ts";
import { redactor } from "./redact.ts";

/** How to ask for the state of what was started. */
export interface Poll {
  /** Operation id: `jobs.getRun`. */
  readonly operation: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What was waited for, and how far it got. */
export interface WaitFacts {
  /** Id of the operation that started it: `jobs.runNow`. */
  readonly operation: string;
  readonly poll: Poll;
  /** The last state that was read; absent when there was none. */
  readonly state: string | undefined;
  /** Databricks' own words on that state. */
  readonly reason: string | undefined;
}

/**
 * - `failed`: it came to an end that is not the one waited for;
 * - `timeout`: the time was up;
 * - `aborted`: the caller's signal aborted, its reason is the `cause`;
 * - `lost`: its state cannot be read, the `cause` says why.
 */
export type WaitErrorKind = "failed" | "timeout" | "aborted" | "lost";

/** Databricks' messages may hold whole stack traces, in characters. */
const LONGEST_REASON = 2_000;

const redact = redactor([]);

/** What an operation started did not become what was waited for. Unless it `failed`, it goes on without us. */
export class WaitError extends DatabricksError implements WaitFacts {
  override readonly name: string = "WaitError";
  readonly kind: WaitErrorKind;
  readonly operation: string;
  readonly poll: Poll;
  readonly state: string | undefined;
  readonly reason: string | undefined;

  private constructor(kind: WaitErrorKind, message: string, guidance: Omit<Guidance, "retryable">, facts: WaitFacts) {
    super(`${facts.operation}: ${message}`, { ...guidance, retryable: false });
    this.kind = kind;
    this.operation = facts.operation;
    this.poll = facts.poll;
    this.state = facts.state;
    this.reason = facts.reason && bounded(facts.reason);
  }

  /** It came to an end that is not `goal`. */
  static failed(facts: WaitFacts, goal: readonly string[]): WaitError {
    const reason = facts.reason ? `: ${bounded(facts.reason)}` : "";
    const message = `it got to ${facts.state}, not to ${goal.join(" or ")}${reason}`;
    return new WaitError("failed", message, { hint: `${spell(facts.poll)} has the details.` }, facts);
  }

  /** The time was up first. */
  static timeout(facts: WaitFacts, waitedMs: number): WaitError {
    const message = `not at its end after ${Math.round(waitedMs / 1_000)} s, but ${lastState(facts)}`;
    return new WaitError("timeout", message, { hint: goesOn(facts) }, facts);
  }

  /** The caller gave up. */
  static aborted(facts: WaitFacts, cause: unknown): WaitError {
    return new WaitError("aborted", `the wait was aborted; ${lastState(facts)}`, { hint: goesOn(facts), cause }, facts);
  }

  /** Its state cannot be read. */
  static lost(facts: WaitFacts, cause: unknown): WaitError {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `it was accepted, but its state cannot be read: ${why}`;
    return new WaitError("lost", message, { hint: goesOn(facts), cause }, facts);
  }
}

const bounded = (reason: string): string => redact(reason).slice(0, LONGEST_REASON);

const lastState = ({ state, reason }: WaitFacts): string =>
  state ? `last seen ${state}${reason ? ` (${bounded(reason)})` : ""}` : "its state is not known";

const goesOn = ({ operation, poll }: WaitFacts): string =>
  `It may go on: ask ${spell(poll)} for its state before doing ${operation} again.`;

/** `jobs.getRun({"run_id":5})` */
const spell = ({ operation, arguments: args }: Poll): string => `${operation}(${JSON.stringify(args)})`;
