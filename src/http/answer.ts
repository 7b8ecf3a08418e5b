import { type FailedRequest, unexpectedAnswer } from "../errors/read-api-error.ts";
import type { Streamed } from "./caller.ts";
import type { Exchange } from "./exchange.ts";
import { type Int64, parseInt64, parseJson } from "./int64.ts";
import type { Answer } from "./operation.ts";
import type { WireAnswer } from "./wire.ts";

/** The most of broken JSON that an error shows, in characters. */
const maxShown = 200;

/** The `Accept` header for each kind of answer. */
export const accepts: Readonly<Record<Answer["kind"], string>> = {
  json: "application/json",
  none: "application/json",
  bytes: "application/octet-stream",
  text: "text/plain",
};

/**
 * Reads a successful answer: JSON (an empty body is `{}`), header fields, or `{contents}` with header fields.
 *
 * @param failed describes the request in errors
 * @throws ApiError for a web page or broken JSON
 */
export function readAnswer(answer: Answer, response: WireAnswer, body: Uint8Array, failed: FailedRequest): unknown {
  const headers = headerFields(answer, response.headers);
  if (answer.kind === "bytes") return { ...headers, contents: body };
  const text = new TextDecoder().decode(body);
  if (answer.kind === "text") return { ...headers, contents: text };
  if (isWebPage(response.headers, text)) throw unexpectedAnswer(failed, response, webPageReason(text));
  if (answer.kind === "none") return headers;
  const value = text.trim() === "" ? {} : parsed(text, response, failed);
  return headers && typeof value === "object" ? { ...value, ...headers } : value;
}

/**
 * Makes an answer whose contents are read later.
 *
 * @param end called once, when the contents are read, cancelled or broken
 */
export function streamedAnswer(answer: Answer, response: WireAnswer, exchange: Exchange, end: () => void): Streamed {
  const chunks = exchange.chunks(response);
  const contents = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        end();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
  exchange.signal.addEventListener("abort", end, { once: true });
  return { ...headerFields(answer, response.headers), contents };
}

function headerFields(answer: Answer, headers: WireAnswer["headers"]): Record<string, Int64> | undefined {
  if (!answer.headers) return undefined;
  const fields = Object.entries(answer.headers).flatMap(([name, type]): [string, Int64][] => {
    const value = headers.get(name.toLowerCase());
    if (typeof value !== "string") return [];
    return [[name, type === "integer" && /^-?\d+$/.test(value) ? parseInt64(value) : value]];
  });
  return Object.fromEntries(fields);
}

function isWebPage(headers: WireAnswer["headers"], text: string): boolean {
  if (text.trim() === "") return false;
  return /^\s*<(!doctype html|html)/i.test(text) || (headers.get("content-type") ?? "").startsWith("text/html");
}

function webPageReason(text: string): string {
  const title = text.match(/<title[^>]*>([^<]*)<\/title>/i)?.[1]?.trim();
  return `answered a web page where JSON was expected${title ? `: "${title}"` : ""}`;
}

function parsed(text: string, response: WireAnswer, failed: FailedRequest): unknown {
  try {
    return parseJson(text);
  } catch {
    // Redacted first: half a secret could not be recognised.
    const shown = failed.redact(text.slice(0, 100 * maxShown)).slice(0, maxShown);
    throw unexpectedAnswer(failed, response, `answered broken JSON: ${shown}`);
  }
}
