import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Operation } from "../http/operation.ts";
import { type Faults, happen } from "./faults.ts";
import type { Call, LocalService, RawHandler } from "./handlers.ts";
import { LocalError } from "./local-error.ts";
import { checkLoopback } from "./loopback.ts";
import type { Mocks } from "./mock.ts";
import type { Tokens, User } from "./principals.ts";
import type { RateLimit } from "./rate-limit.ts";
import { readArguments } from "./read-arguments.ts";
import { requestUrl } from "./request-url.ts";
import type { Match, Routes } from "./routes.ts";
import { discardAnswer, originHeader, refuse, sendAnswer, sendJson } from "./send-answer.ts";

/** The id of the local workspace, sent with every answer as Databricks does. */
export const workspaceId = "1000000000000001";

/** Sees every answer that a handler gives, before it is sent. */
export type Inspect = (operation: Operation, service: string, answer: unknown) => void | Promise<void>;

/** What the server puts together. */
export interface Parts {
  readonly routes: Routes;
  readonly services: readonly LocalService[];
  readonly extraRoutes: Readonly<Record<string, RawHandler>>;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly limit: RateLimit;
  readonly mocks: Mocks;
  readonly inspect: Inspect | undefined;
}

type Handler = (args: object, call: Call) => unknown;

/** A server that answers Databricks' REST API: operations with a handler from state, all others from Prism. */
export function createLocalServer(parts: Parts): Server {
  const handlers = handlersById(parts.services);
  const raw = Object.assign({}, parts.extraRoutes, ...parts.services.map(({ routes }) => routes));
  const server = createServer((request, response) => {
    response.setHeader("x-request-id", randomUUID());
    response.setHeader("x-databricks-org-id", workspaceId);
    answer(parts, handlers, raw, request, response).catch((error: unknown) => refuse(response, error));
  });
  // Uploads take as long as they take.
  server.requestTimeout = 0;
  return server;
}

/** All handlers by the id of their operation. */
export function handlersById(services: readonly LocalService[]): ReadonlyMap<string, Handler> {
  const entries = services.flatMap(({ handlers }) =>
    Object.entries(handlers).flatMap(([api, methods]) =>
      Object.entries(methods).map(([method, handler]): [string, Handler] => [`${api}.${method}`, handler as Handler]),
    ),
  );
  return new Map(entries);
}

async function answer(
  parts: Parts,
  handlers: ReadonlyMap<string, Handler>,
  raw: Readonly<Record<string, RawHandler>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  checkLoopback(request.headers);
  const url = requestUrl(request);
  const method = request.method ?? "GET";
  const match = parts.routes.match(method, url.pathname);
  const isControl = url.pathname.startsWith("/__local/");
  if (!isControl) parts.limit.take();
  const left = abortedWhenLeft(response);
  const fault = isControl ? undefined : parts.faults.take(method, url.pathname, match?.operation.id);
  if (fault?.when === "before") await happen(fault, left);
  const outcome = await act(parts, handlers, raw, { request, response, url, match, left });
  try {
    if (fault?.when === "after") await happen(fault, left);
  } catch (error) {
    outcome.discard?.();
    throw error;
  }
  await outcome.send();
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly match: Match | undefined;
  readonly left: AbortSignal;
}

/** What was done, and how to tell the caller, or how not to. */
interface Outcome {
  send(): void | Promise<void>;
  discard?(): void;
}

/** Does what the request asks. */
async function act(
  parts: Parts,
  handlers: ReadonlyMap<string, Handler>,
  raw: Readonly<Record<string, RawHandler>>,
  { request, response, url, match, left }: Incoming,
): Promise<Outcome> {
  const rawHandler = findRaw(raw, `${request.method} ${url.pathname}`);
  if (rawHandler) {
    const { body, status } = await rawHandler(request, url);
    return { send: () => sendJson(response, body, status) };
  }
  const user = parts.tokens.authenticate(request.headers.authorization);
  if (!match) throw new LocalError(404, "ENDPOINT_NOT_FOUND", `No API found for '${request.method} ${url.pathname}'`);
  checkPermission(user, match.operation);
  const handler = handlers.get(match.operation.id);
  if (!handler) return mocked(parts.mocks, match.service, { request, response, url, left });
  const value = await handler(await readArguments(match, request, url), { user, request, signal: left });
  await parts.inspect?.(match.operation, match.service, value);
  return { send: () => sendAnswer(response, match.operation, value), discard: () => discardAnswer(value) };
}

function findRaw(raw: Readonly<Record<string, RawHandler>>, key: string): RawHandler | undefined {
  const below = Object.keys(raw).find((each) => each.endsWith("*") && key.startsWith(each.slice(0, -1)));
  return raw[key] ?? (below === undefined ? undefined : raw[below]);
}

function checkPermission(user: User, { id, risk }: Operation): void {
  if (!user.readOnly || risk === "read") return;
  throw new LocalError(403, "PERMISSION_DENIED", `User ${user.userName} does not have permission for ${id}.`);
}

function abortedWhenLeft(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

async function mocked(
  mocks: Mocks,
  service: string,
  { request, response, url, left }: Pick<Incoming, "request" | "response" | "url" | "left">,
): Promise<Outcome> {
  const { status, headers, body } = await mocks.answer(service, request, url, left);
  return { send: () => void response.writeHead(status, { ...headers, [originHeader]: "mock" }).end(body) };
}
