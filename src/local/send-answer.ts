import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringifyJson } from "../http/int64.ts";
import type { Operation } from "../http/operation.ts";
import { ConnectionReset, FaultError } from "./faults.ts";
import { LocalError } from "./local-error.ts";
import { RateLimited } from "./rate-limit.ts";

/** Says whether an answer has state behind it (`state`), or is made up from the specs (`mock`). */
export const originHeader = "x-databricks-local";

/** Sends what a handler returned as the answer of its operation. */
export async function sendAnswer(
  response: ServerResponse,
  { answer: form, method }: Operation,
  value: unknown,
): Promise<void> {
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

/** Lets go of what an answer holds that is not sent. */
export function discardAnswer(value: unknown): void {
  const { contents } = Object(value);
  if (contents instanceof Readable) contents.destroy();
}

/** Sends JSON. */
export function sendJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Answers with an error as Databricks spells it, or resets a connection on which that is no longer possible. */
export function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || error instanceof ConnectionReset || response.destroyed)
    return void response.socket?.resetAndDestroy();
  const known = error instanceof LocalError ? error : unexpected(error);
  if (known instanceof FaultError || known instanceof RateLimited) {
    if (known.retryAfter !== undefined) response.setHeader("retry-after", known.retryAfter);
  }
  if (known.status === 401) response.setHeader("www-authenticate", "Bearer");
  sendJson(response, errorBody(known, response.req.url), known.status);
}

/** API 1.2 has no error codes. */
function errorBody({ errorCode: error_code, message, details }: LocalError, path = ""): object {
  return path.startsWith("/api/1.2/") ? { error: message } : { error_code, message, details };
}

function unexpected(error: unknown): LocalError {
  const trace = error instanceof Error ? error.stack : error;
  return new LocalError(500, "INTERNAL_ERROR", `The local workspace failed: ${trace}`);
}
