import { STATUS_CODES } from "node:http";
import { type Redact, redactValue } from "./redact.ts";

/** What the body of an error answer says. */
export interface ErrorBody {
  readonly errorCode: string | undefined;
  readonly reason: string;
  readonly details: readonly unknown[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the body of an error answer in any form that Databricks uses: JSON, API 1.2's `{"error"}`, SCIM,
 * `CODE: message`, HTML, nothing. Never throws.
 *
 * @param redact hides secrets in data that is shown whole, for want of a message
 */
export function readErrorBody(status: number, body: string, redact: Redact): ErrorBody {
  const phrase = STATUS_CODES[status] ?? `HTTP status ${status}`;
  if (body.trim() === "") return { errorCode: undefined, reason: phrase, details: [] };
  return (
    readJson(body, phrase, redact) ??
    readPlain(body) ??
    readHtml(body, phrase) ?? {
      errorCode: undefined,
      reason: `${phrase}, with an unreadable answer: ${body}`,
      details: [],
    }
  );
}

function readJson(body: string, phrase: string, redact: Redact): ErrorBody | undefined {
  const fields = parseObject(body);
  if (!fields) return undefined;
  const message = errorText(fields.error) ?? text(fields.message);
  const code = text(fields.error_code) ?? text(fields.code);
  const scim = message ? undefined : readScim(fields);
  const details = fields.details;
  return {
    errorCode: code ?? scim?.errorCode,
    reason: message ?? scim?.reason ?? `${phrase}: ${JSON.stringify(redactValue(fields, redact))}`,
    details: Array.isArray(details) ? details : [],
  };
}

/** API 1.2 and OAuth send a text; model serving sends an object with a message. */
function errorText(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return text(error);
  return "message" in error ? text(error.message) : JSON.stringify(error);
}

/** https://datatracker.ietf.org/doc/html/rfc7644#section-3.12 */
function readScim(fields: Fields): Pick<ErrorBody, "errorCode" | "reason"> | undefined {
  if (fields.detail === undefined) return undefined;
  const detail = fields.detail === null || fields.detail === "null" ? "SCIM API Internal Error" : text(fields.detail);
  const reason = [text(fields.scimType), detail].filter(Boolean).join(" ");
  const status = text(fields.status);
  return { errorCode: status && `SCIM_${status}`, reason };
}

function readPlain(body: string): ErrorBody | undefined {
  const [, errorCode, reason] = body.match(/^\s*([A-Z][A-Z_]+): (.+)$/s) ?? [];
  return reason === undefined ? undefined : { errorCode, reason: reason.trim(), details: [] };
}

function readHtml(body: string, phrase: string): ErrorBody | undefined {
  const found = body.match(/<pre[^>]*>(.*?)<\/pre>/is) ?? body.match(/<title[^>]*>(.*?)<\/title>/is);
  if (found?.[1] === undefined) return undefined;
  const reason = found[1].replace(/<[^>]*>/g, " ").replace(/^[\s.]+|[\s.]+$/g, "");
  return { errorCode: phrase.toUpperCase().replace(/[^A-Z]+/g, "_"), reason: reason || phrase, details: [] };
}

function parseObject(body: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value).trim() || undefined : undefined;
}
