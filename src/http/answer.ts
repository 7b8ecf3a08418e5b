import { type FailedRequest, unexpectedAnswer } from "../errors/read-api-error.ts";
import { type Int64, parseInt64, parseJson } from "./int64.ts";
import type { Answer } from "./operation.ts";

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
export function readAnswer(answer: Answer, response: Response, body: Uint8Array, failed: FailedRequest): unknown {
  const headers = headerFields(answer, response.headers);
  if (answer.kind === "bytes") return { ...headers, contents: body };
  const text = new TextDecoder().decode(body);
  if (answer.kind === "text") return { ...headers, contents: text };
  if (isWebPage(response.headers, text)) throw unexpectedAnswer(failed, response, webPageReason(text));
  if (answer.kind === "none") return headers;
  const value = text.trim() === "" ? {} : parsed(text, response, failed);
  return headers && typeof value === "object" ? { ...value, ...headers } : value;
}

function headerFields(answer: Answer, headers: Headers): Record<string, Int64> | undefined {
  if (!answer.headers) return undefined;
  const fields = Object.entries(answer.headers).flatMap(([name, type]): [string, Int64][] => {
    const value = headers.get(name);
    if (value === null) return [];
    return [[name, type === "integer" && /^-?\d+$/.test(value) ? parseInt64(value) : value]];
  });
  return Object.fromEntries(fields);
}

function isWebPage(headers: Headers, text: string): boolean {
  if (text.trim() === "") return false;
  return /^\s*<(!doctype html|html)/i.test(text) || (headers.get("content-type") ?? "").startsWith("text/html");
}

function webPageReason(text: string): string {
  const title = text.match(/<title[^>]*>([^<]*)<\/title>/i)?.[1]?.trim();
  return `answered a web page where JSON was expected${title ? `: "${title}"` : ""}`;
}

function parsed(text: string, response: Response, failed: FailedRequest): unknown {
  try {
    return parseJson(text);
  } catch {
    throw unexpectedAnswer(failed, response, `answered broken JSON: ${text.slice(0, 200)}`);
  }
}
