import type { IncomingMessage } from "node:http";
import { LocalError } from "./local-error.ts";

/**
 * The URL of a request, whose path can be decoded.
 *
 * @throws LocalError 400
 */
export function requestUrl({ url: target = "/" }: IncomingMessage): URL {
  try {
    const url = new URL(target.startsWith("/") ? `http://127.0.0.1${target}` : target);
    decodeURIComponent(url.pathname);
    return url;
  } catch {
    throw new LocalError(400, "BAD_REQUEST", "The URL of the request is malformed.");
  }
}
