import { type Redact, redactHeaders } from "../errors/redact.ts";
import type { Log } from "../observability/log.ts";
import type { Attempt } from "./attempt.ts";
import type { RequestBody } from "./body.ts";
import { previewText } from "./preview.ts";

/** What is written down about requests. Secrets never are. */
export interface DebugOptions {
  readonly log: Log;
  /** Whether headers are shown. @default false */
  readonly headers?: boolean;
  /** The most of one text in a body that is shown, in characters. @default 96 */
  readonly truncate?: number;
}

/** How an attempt ended. */
export interface Ending {
  readonly error: unknown;
  readonly durationMs: number;
}

/** Writes one record about an attempt. */
export function logAttempt(attempt: Attempt, ending: Ending, debug: DebugOptions, redact: Redact): void {
  const { request, answer, received, call } = attempt;
  const { operation, body } = call;
  const longest = debug.truncate ?? 96;
  debug.log({
    level: "debug",
    event: "request",
    operation: operation.id,
    method: operation.method,
    url: request ? redact(request.url) : operation.path,
    ...(debug.headers && request && { request_headers: redactHeaders(request.headers, redact) }),
    ...(body && { request_body: bodyPreview(body, redact, longest) }),
    ...(answer && { status: answer.status, request_id: redact(answer.headers.get("x-request-id") ?? "") }),
    ...(debug.headers && answer && { response_headers: redactHeaders(answer.headers, redact) }),
    ...(answer && { response_body: received ? answerPreview(attempt, redact, longest) : "<stream>" }),
    ...(ending.error !== undefined && { error: redact(String(ending.error)) }),
    duration_ms: ending.durationMs,
  });
}

function bodyPreview({ content, size }: RequestBody, redact: Redact, longest: number): unknown {
  if (typeof content === "string") return previewText(content, redact, longest);
  return size === undefined ? "<stream>" : `<${size} bytes>`;
}

/** What files hold is nobody's business; what an error says is. */
function answerPreview({ call, answer, received }: Attempt, redact: Redact, longest: number): unknown {
  const isFile = call.operation.answer.kind === "bytes" && answer !== undefined && answer.status < 300;
  return isFile ? `<${received?.byteLength} bytes>` : previewText(new TextDecoder().decode(received), redact, longest);
}
