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
 * Sends one request without following redirects. Any `Fetch` is one.
 *
 * @param content the body, which `request.body` also has, but at a price
 */
export type Send = (request: Request, content: Content | undefined) => Promise<WireAnswer>;
