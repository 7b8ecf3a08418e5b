import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Dispatcher } from "undici";
import { once } from "../auth/once.ts";
import { accepts } from "./answer.ts";
import type { Content } from "./body.ts";
import type { Send, WireAnswer } from "./wire.ts";

/**
 * Sends over connections that are kept alive and used again; see `dispatcher`. undici is loaded with the first request,
 * so that a start need not wait for it. Its `fetch` is not used: it costs two to four times as much as its `request`,
 * nearly all of that for streams of the web (see test/bench).
 *
 * @param env `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, or in lower case
 */
export function connections(env: Readonly<Record<string, string | undefined>> = process.env): Send {
  const open = once(async () => (await import("./dispatcher.ts")).dispatcher(env));
  return async (request, content, signal) => exchange(await open(), request, content, signal);
}

/** The connections that all clients of this process share. */
export const sharedConnections: Send = connections();

async function exchange(
  agent: Dispatcher,
  request: Request,
  content: Content | undefined,
  signal: AbortSignal,
): Promise<WireAnswer> {
  const pathAt = request.url.indexOf("/", "https://".length);
  const { statusCode, headers, body } = await agent.request({
    origin: request.url.slice(0, pathAt),
    path: request.url.slice(pathAt),
    method: request.method as Dispatcher.HttpMethod,
    headers: headersOf(request, content),
    body: content === undefined ? null : sendable(content),
    signal,
  });
  const zipped = headers["content-encoding"] === "gzip" && request.method !== "HEAD";
  // The pipeline passes errors on to its end, where they are met.
  const plain = zipped ? pipeline(body, createGunzip(), () => {}) : body;
  return { status: statusCode, headers: new AnswerHeaders(headers), body: plain };
}

function headersOf(request: Request, content: Content | undefined): Record<string, string> {
  const headers: Record<string, string> = Object.fromEntries(request.headers);
  // Files come as they are, with their length and their ranges.
  if (headers.accept !== accepts.bytes) headers["accept-encoding"] = "gzip";
  if (content instanceof Blob) headers["content-length"] = String(content.size);
  return headers;
}

/** undici would read a whole Blob into memory first. */
function sendable(content: Content): string | Uint8Array | Readable {
  if (typeof content === "string" || content instanceof Uint8Array) return content;
  return Readable.from(content instanceof Blob ? content.stream() : content, { objectMode: false });
}

/** Header fields as undici has them. `Headers` would copy and check them first. */
class AnswerHeaders {
  readonly #fields: Readonly<Record<string, string | string[] | undefined>>;

  constructor(fields: Readonly<Record<string, string | string[] | undefined>>) {
    this.#fields = fields;
  }

  get(name: string): string | undefined {
    const value = this.#fields[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    for (const name of Object.keys(this.#fields)) yield [name, this.get(name) ?? ""];
  }
}
