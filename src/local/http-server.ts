import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringifyJson } from "../http/int64.ts";
import type { Operation } from "../http/operation.ts";
import { ConnectionReset, FaultError, type Faults, happen } from "./faults.ts";
import type { Call, LocalService, RawHandler } from "./handlers.ts";
import { LocalError } from "./local-error.ts";
import type { Mocks } from "./mock.ts";
import type { Tokens, User } from "./principals.ts";
import { type RateLimit, RateLimited } from "./rate-limit.ts";
import { readArguments } from "./read-arguments.ts";
import type { Match, Routes } from "./routes.ts";

/** Says whether an answer has state behind it (`state`), or is made up from the specs (`mock`). */
export const originHeader = "x-databricks-local";

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
  return createServer((request, response) => {
    response.setHeader("x-request-id", randomUUID());
    response.setHeader("x-databricks-org-id", workspaceId);
    answer(parts, handlers, raw, request, response).catch((error: unknown) => refuse(response, error));
  });
}

function handlersById(services: readonly LocalService[]): ReadonlyMap<string, Handler> {
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
  checkLoopback(request);
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const method = request.method ?? "GET";
  const match = parts.routes.match(method, url.pathname);
  if (!url.pathname.startsWith("/__local/")) parts.limit.take();
  const left = abortedWhenLeft(response);
  const fault = parts.faults.take(method, url.pathname, match?.operation.id);
  if (fault?.when === "before") await happen(fault, left);
  const send = await act(parts, handlers, raw, { request, response, url, match, left });
  if (fault?.when === "after") await happen(fault, left);
  await send();
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly match: Match | undefined;
  readonly left: AbortSignal;
}

/** Does what the request asks, and returns how to send the answer. */
async function act(
  parts: Parts,
  handlers: ReadonlyMap<string, Handler>,
  raw: Readonly<Record<string, RawHandler>>,
  { request, response, url, match, left }: Incoming,
): Promise<() => Promise<void>> {
  const rawHandler = findRaw(raw, `${request.method} ${url.pathname}`);
  if (rawHandler) return async () => rawHandler(request, response, url);
  const user = parts.tokens.authenticate(request.headers.authorization);
  if (!match) throw new LocalError(404, "ENDPOINT_NOT_FOUND", `No API found for '${request.method} ${url.pathname}'`);
  checkPermission(user, match.operation);
  const handler = handlers.get(match.operation.id);
  if (!handler) return mocked(parts.mocks, match.service, request, response);
  const value = await handler(await readArguments(match, request, url), { user, request, signal: left });
  await parts.inspect?.(match.operation, match.service, value);
  return () => send(response, match.operation, value);
}

function findRaw(raw: Readonly<Record<string, RawHandler>>, key: string): RawHandler | undefined {
  const below = Object.keys(raw).find((each) => each.endsWith("*") && key.startsWith(each.slice(0, -1)));
  return raw[key] ?? (below === undefined ? undefined : raw[below]);
}

/** Pages of a browser cannot reach the workspace by a name that they have pointed at this machine. */
function checkLoopback({ headers }: IncomingMessage): void {
  const name = (headers.host ?? "").replace(/:\d+$/, "");
  if (["127.0.0.1", "localhost", "[::1]"].includes(name)) return;
  throw new LocalError(403, "PERMISSION_DENIED", `The local workspace answers on loopback only, not as ${name}.`);
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
  request: IncomingMessage,
  response: ServerResponse,
): Promise<() => Promise<void>> {
  const made = await mocks.answer(service, request);
  const body = Buffer.from(await made.arrayBuffer());
  return async () => {
    const type = made.headers.get("content-type") ?? "application/json";
    const violations = made.headers.get("sl-violations");
    const headers = {
      "content-type": type,
      [originHeader]: "mock",
      ...(violations && { "sl-violations": violations }),
    };
    response.writeHead(made.status, headers).end(body);
  };
}

async function send(response: ServerResponse, { answer: form, method }: Operation, value: unknown): Promise<void> {
  response.setHeader(originHeader, "state");
  const fields = (value ?? {}) as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(form.headers ?? {})) {
    if (fields[name] !== undefined) response.setHeader(name, String(fields[name]));
  }
  if (fields["content-range"] !== undefined) {
    response.statusCode = 206;
    response.setHeader("content-range", String(fields["content-range"]));
  }
  if (method === "HEAD") return void response.end();
  if (form.kind === "bytes" || form.kind === "text") return sendContents(response, fields.contents);
  response.setHeader("content-type", "application/json");
  response.end(stringifyJson(form.kind === "none" ? {} : value));
}

async function sendContents(response: ServerResponse, contents: unknown): Promise<void> {
  if (contents instanceof Readable) return pipeline(contents, response);
  response.end(contents ?? "");
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || error instanceof ConnectionReset || response.destroyed)
    return void response.socket?.resetAndDestroy();
  const known = error instanceof LocalError ? error : unexpected(error);
  if (known instanceof FaultError || known instanceof RateLimited) {
    if (known.retryAfter !== undefined) response.setHeader("retry-after", known.retryAfter);
  }
  if (known.status === 401) response.setHeader("www-authenticate", "Bearer");
  response.writeHead(known.status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error_code: known.errorCode, message: known.message, details: known.details }));
}

function unexpected(error: unknown): LocalError {
  return new LocalError(
    500,
    "INTERNAL_ERROR",
    `The local workspace failed: ${error instanceof Error ? error.stack : error}`,
  );
}
