import type { Fetch } from "../config/discover.ts";
import type { Content } from "./body.ts";

export type { Fetch };

/** What came back, before anything is made of it. A `Response` is one. */
export interface WireAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: {
    get(name: string): string | null | undefined;
    [Symbol.iterator](): Iterator<[string, string]>;
  };
  readonly body: AsyncIterable<Uint8Array> | null;
  /** Where it came from in the end, when redirects were followed on the way. */
  readonly url?: string;
}

/**
 * Sends one request, without following redirects.
 *
 * @param content the body, which `request.body` also has, but at a price; the same goes for the signal
 */
export type Send = (request: Request, content: Content | undefined, signal: AbortSignal) => Promise<WireAnswer>;

/** Sends with a `fetch`. */
export function sendOver(fetch: Fetch): Send {
  return (request, _content, signal) => fetch(new Request(request, { signal }));
}

/** Brings a `Send` into the form of `fetch`, for those who have no need of speed. */
export function fetchOver(send: Send): Fetch {
  return async (request) => {
    const { status, headers, body } = await send(request, request.body ?? undefined, request.signal);
    const isEmpty = request.method === "HEAD" || [204, 205, 304].includes(status);
    return new Response(isEmpty ? null : body, { status, headers: [...headers] });
  };
}
