import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Dispatcher } from "undici";
import type { Content } from "./body.ts";
import type { Fetch, Send, WireAnswer } from "./wire.ts";

/** The time for a connection to stand, TLS included, in milliseconds. */
const connectMs = 30_000;
/** How long an unused connection is kept where the server does not say, in milliseconds; gateways close theirs after a minute. */
const keepAliveMs = 30_000;

/**
 * Makes connections to any number of hosts, kept alive and used again, through the proxies that the environment names.
 * Loopback is never behind a proxy. undici is loaded with the first request, so that a start need not wait for it.
 *
 * undici's own `fetch` would take three times as long per request, nearly all of it for streams of the web.
 *
 * @param env `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, or in lower case
 */
export function connections(env: Readonly<Record<string, string | undefined>> = process.env): Send {
  let opening: Promise<Dispatcher> | undefined;
  return async (request, content) => {
    opening ??= open(env);
    return exchange(await opening, request, content);
  };
}

/** The connections that all clients of this process share. */
export const sharedConnections: Send = connections();

/** Brings connections into the form of `fetch`, for those who have no need of speed. */
export function fetchOver(send: Send): Fetch {
  return async (request) => {
    const { status, headers, body } = await send(request, request.body ?? undefined);
    const isEmpty = request.method === "HEAD" || [204, 205, 304].includes(status);
    return new Response(isEmpty ? null : body, { status, headers: [...headers] });
  };
}

async function open(env: Readonly<Record<string, string | undefined>>): Promise<Dispatcher> {
  // undici is CommonJS: a bundler gives its dynamic import the default export alone.
  const { default: undici } = await import("undici");
  const noProxy = env.no_proxy ?? env.NO_PROXY;
  return new undici.EnvHttpProxyAgent({
    httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? "",
    httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? "",
    noProxy: [noProxy, "localhost", "127.0.0.1", "::1"].filter(Boolean).join(","),
    allowH2: false,
    connect: { timeout: connectMs },
    keepAliveTimeout: keepAliveMs,
    // Our own limits hold: see Exchange and HostLimits.
    connections: null,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

async function exchange(agent: Dispatcher, request: Request, content: Content | undefined): Promise<WireAnswer> {
  const { origin, pathname, search } = new URL(request.url);
  const headers: Record<string, string> = Object.fromEntries(request.headers);
  const wantsText = headers.accept !== "application/octet-stream";
  if (wantsText) headers["accept-encoding"] = "gzip";
  if (content instanceof Blob) headers["content-length"] = String(content.size);
  const {
    statusCode,
    headers: fields,
    body,
  } = await agent.request({
    origin,
    path: pathname + search,
    method: request.method as Dispatcher.HttpMethod,
    headers,
    body: content === undefined ? null : sendable(content),
    signal: request.signal,
  });
  const zipped = fields["content-encoding"] === "gzip" && request.method !== "HEAD";
  // The pipeline passes errors on to its end, where they are met.
  const plain = zipped ? pipeline(body, createGunzip(), () => {}) : body;
  return { status: statusCode, headers: new Map(textFields(fields)), body: plain };
}

/** undici would read a whole Blob into memory first. */
function sendable(content: Content): string | Uint8Array | Readable {
  if (typeof content === "string" || content instanceof Uint8Array) return content;
  return Readable.from(content instanceof Blob ? content.stream() : content, { objectMode: false });
}

function textFields(fields: Readonly<Record<string, string | string[] | undefined>>): [string, string][] {
  return Object.entries(fields).map(([name, value]) => [name, [value ?? []].flat().join(", ")]);
}
