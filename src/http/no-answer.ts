import { inspect } from "node:util";
import type { FailedRequest } from "../errors/read-api-error.ts";
import type { Redact } from "../errors/redact.ts";
import { TransportError } from "../errors/transport-error.ts";

/**
 * Makes the error for a request that failed on the way.
 *
 * @param error what `fetch` or undici threw
 * @param silentMs the silence that ended it, in milliseconds
 */
export function noAnswer(request: FailedRequest, host: string, error: unknown, silentMs?: number): TransportError {
  const { redact } = request;
  const silent = silentMs !== undefined;
  const reason = silent ? `nothing moved for ${silentMs / 1_000} s` : redact(messageOf(innermost(error)));
  const code = silent ? "INACTIVE" : codeOf(innermost(error));
  return new TransportError(request, host, reason, code, harmless(error, redact));
}

/** `fetch` says no more than "fetch failed"; what happened is its cause. */
function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // A plain ECONNRESET otherwise, although nothing was sent yet.
  if (/before secure TLS connection was established/.test(error.message)) return "TLS_HANDSHAKE";
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Of several addresses tried, each has an error of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message || error.name : String(error);
}

/** Whoever prints an error prints its cause too: one that holds a secret, however deep, is replaced by its message. */
function harmless(error: unknown, redact: Redact): unknown {
  const shown = inspect(error, { depth: 10, showHidden: true });
  return redact(shown) === shown ? error : new Error(redact(messageOf(error)));
}
