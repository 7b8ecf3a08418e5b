import createClient from "openapi-fetch";
import { authHeaders } from "../auth/bearer-token.ts";
import type { Settings } from "../config/settings.ts";
import { type FailedRequest, readApiError } from "../errors/read-api-error.ts";
import { redactor } from "../errors/redact.ts";
import { accepts, readAnswer } from "./answer.ts";
import { type Arguments, completeArguments } from "./arguments.ts";
import { requestBody } from "./body.ts";
import type { Caller, CallOptions } from "./caller.ts";
import { type Clock, systemClock } from "./clock.ts";
import { Exchange } from "./exchange.ts";
import type { Method, Operation } from "./operation.ts";
import { fillPath } from "./path.ts";
import { queryText } from "./query.ts";
import { type Fetch, fetchOnHost } from "./redirect.ts";
import { isSafe, retrying } from "./retry.ts";
import { userAgent } from "./user-agent.ts";

/** How requests are made, beside where to and as whom. */
export interface HttpOptions {
  /** Sends the requests instead of the `fetch` of this process. Must not follow redirects by itself. */
  readonly fetch?: Fetch;
  /** The longest silence on one request, in milliseconds. @default 60_000 */
  readonly inactivityMs?: number;
  /** The time in which attempts of one call may start, in milliseconds. @default 300_000 */
  readonly retryBudgetMs?: number;
  readonly clock?: Clock;
}

/** The types of each path live in the generated clients; here any operation is as good as another. */
interface AnyOperation {
  parameters: { path?: Arguments; query?: Arguments };
  requestBody?: { content: { "application/json": unknown } };
  responses: { 200: { content: { "application/json": unknown } } };
}
type AnyPaths = Record<string, Record<Lowercase<Method>, AnyOperation>>;

/** Makes requests to one host with one identity. */
export class HttpCaller implements Caller {
  readonly #settings: Settings;
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #inactivityMs: number;
  readonly #retryBudgetMs: number;
  readonly #client;
  readonly #redact;

  constructor(settings: Settings, options: HttpOptions = {}) {
    this.#settings = settings;
    this.#fetch = options.fetch ?? globalThis.fetch;
    this.#clock = options.clock ?? systemClock;
    this.#inactivityMs = options.inactivityMs ?? 60_000;
    this.#retryBudgetMs = options.retryBudgetMs ?? 300_000;
    this.#redact = redactor([settings.token]);
    this.#client = createClient<AnyPaths>({ baseUrl: settings.host, redirect: "manual" });
  }

  async call<Result>(operation: Operation, args: object, { signal }: CallOptions = {}): Promise<Result> {
    const given = completeArguments(operation, args);
    const policy = { safe: isSafe(operation, given), budgetMs: this.#retryBudgetMs, clock: this.#clock, signal };
    return (await retrying(() => this.#attempt(operation, given, signal), policy)) as Result;
  }

  async #attempt(operation: Operation, args: Arguments, signal: AbortSignal | undefined): Promise<unknown> {
    const failed = { method: operation.method, path: operation.path, redact: this.#redact };
    const body = requestBody(operation, args);
    const exchange = this.#exchange(failed, body?.size ?? 0, signal);
    try {
      const { response } = await this.#client.request(verb(operation), operation.path, {
        params: { path: args, query: args },
        pathSerializer: (url) => fillPath(url, operation.parameters, args, this.#settings.accountId),
        querySerializer: () => queryText(operation.parameters, args),
        body: body?.content,
        bodySerializer: (content) => content,
        headers: this.#headers(operation, body?.type),
        signal: exchange.signal,
        parseAs: "stream",
        fetch: (request) => send(request, failed, exchange),
      });
      return readAnswer(operation.answer, response, await exchange.read(response), failed);
    } finally {
      exchange.end();
    }
  }

  #exchange(failed: FailedRequest, uploadBytes: number, signal: AbortSignal | undefined): Exchange {
    const { host } = this.#settings;
    return new Exchange(failed, { fetch: this.#fetch, host, inactivityMs: this.#inactivityMs, uploadBytes, signal });
  }

  #headers({ scope, answer }: Operation, contentType: string | undefined): Record<string, string> {
    const { workspaceId } = this.#settings;
    return {
      ...authHeaders(this.#settings),
      Accept: accepts[answer.kind],
      "User-Agent": userAgent,
      ...(contentType && { "Content-Type": contentType }),
      ...(scope === "workspace" && workspaceId && { "X-Databricks-Workspace-Id": workspaceId }),
    };
  }
}

/** Errors are read here, because openapi-fetch would parse them with loss. */
async function send(request: Request, failed: FailedRequest, exchange: Exchange): Promise<Response> {
  const response = await fetchOnHost((each) => exchange.send(each), request, failed);
  if (response.ok) return response;
  throw readApiError(failed, response, new TextDecoder().decode(await exchange.read(response)));
}

/** openapi-fetch writes verbs in lower case, as OpenAPI does. */
function verb({ method }: Operation): Lowercase<Method> {
  return method.toLowerCase() as Lowercase<Method>;
}
