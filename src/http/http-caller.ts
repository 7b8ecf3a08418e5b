import type { Credentials } from "../auth/credentials.ts";
import type { Settings } from "../config/settings.ts";
import { TooManyRequestsError, UnauthenticatedError } from "../errors/api-errors.ts";
import { ArgumentError } from "../errors/argument-error.ts";
import type { Redact } from "../errors/redact.ts";
import { TransportError } from "../errors/transport-error.ts";
import { completeArguments } from "./arguments.ts";
import { Attempt, type AttemptContext, type Call } from "./attempt.ts";
import { type DebugOptions, logAttempt } from "./attempt-log.ts";
import { requestBody } from "./body.ts";
import type { Caller, OperationCallOptions } from "./caller.ts";
import { type Clock, systemClock } from "./clock.ts";
import { sharedConnections } from "./connections.ts";
import { Deadline } from "./deadline.ts";
import { checkedHeaders, type HeaderFields } from "./headers.ts";
import { type HostLimits, limitsOf } from "./host-limits.ts";
import { type Asker, Identity } from "./identity.ts";
import { OneShot } from "./one-shot.ts";
import type { Operation } from "./operation.ts";
import { isSafe, retrying } from "./retry.ts";
import { newTrace } from "./traceparent.ts";
import { type Fetch, fetchOver, sendOver } from "./wire.ts";

/** How requests are made, beside where to and as whom. */
export interface HttpOptions {
  /** Sends the requests instead of connections of our own. Must not follow redirects by itself. */
  readonly fetch?: Fetch;
  /** The longest silence on one request, in milliseconds. @default the setting `httpTimeoutSeconds`, else 60_000 */
  readonly inactivityMs?: number;
  /**
   * The time in which attempts of one call may start, in milliseconds; negative for no limit.
   * @default the setting `retryTimeoutSeconds`, else 300_000
   */
  readonly retryBudgetMs?: number;
  readonly clock?: Clock;
  /** Sent with every request beside the usual headers. Not `Authorization`. */
  readonly headers?: HeaderFields;
  /** Taken instead of the credentials that the settings tell of. */
  readonly credentials?: Credentials;
  /** Name of the program on whose behalf requests are made, such as an MCP client; `agent/<name>` in the User-Agent. */
  readonly agent?: string | undefined;
  /** Kept to instead of the limits that all clients of the host share in this process. */
  readonly limits?: HostLimits;
  /** Writes down every attempt. */
  readonly debug?: DebugOptions | undefined;
}

/** Makes requests to one host with one identity. */
export class HttpCaller implements Caller {
  readonly #settings: Settings;
  readonly #options: HttpOptions;
  readonly #clock: Clock;
  readonly #retryBudgetMs: number;
  readonly #headers: HeaderFields;
  readonly #identity: Identity;
  readonly #context: AttemptContext;
  /** Hides the secrets of the settings and of the credentials in use. */
  readonly redact: Redact;

  /** @throws ArgumentError for headers that cannot be sent */
  constructor(settings: Settings, options: HttpOptions = {}) {
    const { httpTimeoutSeconds = 60, retryTimeoutSeconds = 300 } = settings;
    const { fetch, clock = systemClock, credentials, agent, inactivityMs = httpTimeoutSeconds * 1_000 } = options;
    this.#settings = settings;
    this.#options = options;
    this.#clock = clock;
    this.#headers = checkedHeaders(options.headers);
    this.#retryBudgetMs = options.retryBudgetMs ?? retryTimeoutSeconds * 1_000;
    const reach = fetch ?? fetchOver(sharedConnections);
    this.#identity = new Identity(settings, { credentials, agent, clock, fetch: reach });
    this.redact = this.#identity.redact;
    this.#context = { send: fetch ? sendOver(fetch) : sharedConnections, inactivityMs, redact: this.redact };
  }

  async call<Result>(operation: Operation, args: object, options: OperationCallOptions = {}): Promise<Result> {
    const call = this.#begin(operation, args, options);
    const { deadline } = call;
    const policy = {
      safe: isSafe(operation, call.args),
      replayable: () => isReplayable(call),
      until: deadline.until,
      clock: this.#clock,
      signal: deadline.signal,
    };
    let streaming = false;
    try {
      const result = await retrying(() => this.#authenticated(call), policy);
      streaming = call.stream;
      return result as Result;
    } finally {
      if (!streaming) deadline.end();
    }
  }

  #begin(
    operation: Operation,
    args: object,
    { stream = false, deadlineMs, signal, headers }: OperationCallOptions,
  ): Call {
    if (stream && !["bytes", "text"].includes(operation.answer.kind)) {
      throw new ArgumentError("stream", `is not for ${operation.id}`, "Leave it out: the answer is JSON, or nothing.");
    }
    const given = completeArguments(operation, args);
    const body = requestBody(operation, given);
    const all = { ...this.#headers, ...checkedHeaders(headers) };
    const late = () => this.#late(operation, `its deadline of ${Number(deadlineMs) / 1_000} s passed`, "DEADLINE");
    const deadline = new Deadline(this.#clock, { budgetMs: this.#retryBudgetMs, deadlineMs, signal }, late);
    return { operation, args: given, body, headers: all, stream, deadline, span: newTrace() };
  }

  /** Attempts once, and once more with another token where the first is refused and another can be had. */
  async #authenticated(call: Call): Promise<unknown> {
    const { signal } = call.deadline;
    const asker = await this.#identity.asker(call, signal);
    try {
      return await this.#attempt(call, asker);
    } catch (error) {
      const mayRepeat = error instanceof UnauthenticatedError && isReplayable(call);
      if (!mayRepeat || !(await asker.credentials.renew(signal))) throw error;
    }
    return this.#attempt(call, asker);
  }

  async #attempt(call: Call, asker: Asker): Promise<unknown> {
    const { operation, deadline } = call;
    const clock = this.#clock;
    const limits = this.#options.limits ?? limitsOf(asker.host, clock, this.#settings.rateLimit);
    const turn = await limits.enter(clock, deadline.until, deadline.signal);
    if (!turn)
      throw this.#late(operation, "its turn would come too late, for the host asks for fewer requests", "BUSY");
    const attempt = new Attempt(call, asker, this.#context);
    let failure: unknown;
    try {
      return await attempt.run(() => turn.end());
    } catch (error) {
      failure = error;
      if (error instanceof TooManyRequestsError) limits.slowDown(turn, clock);
      throw error;
    } finally {
      this.#log(attempt, failure, turn.startedAt);
    }
  }

  #log(attempt: Attempt, error: unknown, startedAt: number): void {
    const { debug } = this.#options;
    const durationMs = this.#clock.now() - startedAt;
    if (debug) logAttempt(attempt, { error, durationMs }, debug, this.#context.redact);
  }

  #late(operation: Operation, reason: string, code: string): TransportError {
    return new TransportError(operation, this.#settings.host, reason, code);
  }
}

function isReplayable({ body }: Call): boolean {
  return !(body?.content instanceof OneShot && body.content.used);
}
