import type { IncomingMessage } from "node:http";
import { parseJson } from "../http/int64.ts";
import { LocalError } from "./local-error.ts";

/** The most that a body may have which is kept in memory, in bytes. An import of 10 MiB as base64 fits. */
const largest = 32 * 2 ** 20;

/**
 * The whole body of a request. What is too large is read to its end all the same, so that the caller gets to read the
 * answer.
 *
 * @param limit in bytes
 * @throws LocalError 413
 */
export async function readBody(request: IncomingMessage, limit = largest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size <= limit) return Buffer.concat(chunks);
  throw new LocalError(413, "REQUEST_TOO_LARGE", `The body has ${size} bytes; at most ${limit} are taken.`);
}

/**
 * The JSON of a request's body; undefined when it is empty.
 *
 * @throws LocalError 400 for what is no JSON, 413
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString("utf8");
  if (text.trim() === "") return undefined;
  try {
    return parseJson(text);
  } catch {
    throw new LocalError(400, "MALFORMED_REQUEST", "The body is not JSON.");
  }
}
