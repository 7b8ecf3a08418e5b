import { type FailedRequest, readApiError } from "../errors/read-api-error.ts";
import type { Redact } from "../errors/redact.ts";
import { TransportError } from "../errors/transport-error.ts";
import { readAnswer, streamedAnswer } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { RequestBody } from "./body.ts";
import type { Streamed } from "./caller.ts";
import type { Deadline } from "./deadline.ts";
import { Exchange } from "./exchange.ts";
import type { HeaderFields } from "./headers.ts";
import type { Asker } from "./identity.ts";
import { makeRequest } from "./make-request.ts";
import type { Operation } from "./operation.ts";
import { sendOnHost } from "./redirect.ts";
import type { Send, WireAnswer } from "./wire.ts";

/** The most of an error answer that is read, in bytes. */
const maxError = 262_144;

/** One call, the same in all of its attempts. */
export interface Call {
  readonly operation: Operation;
  readonly args: Arguments;
  readonly body: RequestBody | undefined;
  /** By name in lower case. */
  readonly headers: HeaderFields;
  /** Whether the answer's contents are handed over as a stream. */
  readonly stream: boolean;
  readonly deadline: Deadline;
  /** Makes the `traceparent` of an attempt. */
  readonly span: () => string;
}

/** What all attempts of a caller have in common. */
export interface AttemptContext {
  readonly send: Send;
  /** The longest silence, in milliseconds. */
  readonly inactivityMs: number;
  readonly redact: Redact;
}

/** One request of a call, and its answer. */
export class Attempt {
  readonly call: Call;
  readonly #asker: Asker;
  readonly #context: AttemptContext;
  readonly #failed: FailedRequest;
  request: Request | undefined;
  answer: WireAnswer | undefined;
  /** What was read of the answer; absent for one that is streamed. */
  received: Uint8Array | undefined;

  constructor(call: Call, asker: Asker, context: AttemptContext) {
    const { method, path } = call.operation;
    this.call = call;
    this.#asker = asker;
    this.#context = context;
    this.#failed = { method, path, redact: context.redact, wayOut: asker.wayOut };
  }

  /**
   * Sends the request and reads the answer.
   *
   * @param done called when nothing is under way any more: for a stream, after its end
   * @throws AuthError, ApiError or TransportError; the signal's reason
   */
  async run(done: () => void): Promise<unknown> {
    const { operation, body, deadline, stream } = this.call;
    const exchange = new Exchange(this.#failed, {
      ...this.#context,
      host: this.#asker.host,
      body,
      signal: deadline.signal,
    });
    let streaming = false;
    const end = () => {
      exchange.end();
      done();
    };
    try {
      const answer = await this.#send(exchange);
      streaming = stream;
      if (stream) return this.#streamed(exchange, answer, end);
      this.received = await exchange.read(answer);
      return readAnswer(operation.answer, answer, this.received, this.#failed);
    } finally {
      if (!streaming) end();
    }
  }

  async #send(exchange: Exchange): Promise<WireAnswer> {
    const { operation, args } = this.call;
    const { host, accountId } = this.#asker;
    const headers = await this.#headers();
    const content = exchange.content();
    this.request = await makeRequest(operation, args, { host, accountId, content, headers });
    this.answer = await sendOnHost(exchange, this.request, content, this.#failed);
    if (this.answer.status >= 200 && this.answer.status < 300) return this.answer;
    this.received = await readError(exchange, this.answer);
    throw readApiError(this.#failed, this.answer, new TextDecoder().decode(this.received));
  }

  #streamed(exchange: Exchange, answer: WireAnswer, end: () => void): Streamed {
    return streamedAnswer(this.call.operation.answer, answer, exchange, () => {
      end();
      this.call.deadline.end();
    });
  }

  async #headers(): Promise<HeaderFields> {
    const { operation, body, headers, span, deadline } = this.call;
    const { userAgent, credentials, workspaceId = "none" } = this.#asker;
    return {
      "user-agent": userAgent,
      traceparent: span(),
      ...(body && { "content-type": body.type }),
      ...(operation.scope === "workspace" && workspaceId !== "none" && { "x-databricks-workspace-id": workspaceId }),
      ...headers,
      ...lowerCase(await credentials.headers(deadline.signal)),
    };
  }
}

/** The status says enough, should the rest not come. */
async function readError(exchange: Exchange, answer: WireAnswer): Promise<Uint8Array> {
  try {
    return await exchange.read(answer, maxError);
  } catch (error) {
    if (error instanceof TransportError) return new Uint8Array();
    throw error;
  }
}

function lowerCase(headers: HeaderFields): HeaderFields {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
