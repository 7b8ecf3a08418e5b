import { ApiError } from "./api-error.ts";
import { classify } from "./api-error-table.ts";
import { PermissionDeniedError, UnauthenticatedError } from "./api-errors.ts";
import { readErrorBody } from "./error-body.ts";
import { errorDetails } from "./error-details.ts";
import { privateLinkCode } from "./private-link.ts";
import { type Redact, redactValue } from "./redact.ts";
import { transience } from "./transience.ts";

/** The most of Databricks' message that is kept, in characters. */
const maxReason = 4_000;
/** The most of `details` that is kept, in characters of JSON. */
const maxDetails = 8_000;

/** The request that failed, and how to hide its secrets. */
export interface FailedRequest {
  readonly method: string;
  /** URL template. */
  readonly path: string;
  readonly redact: Redact;
  /** What a person does when Databricks refuses the credentials that were sent. */
  readonly wayOut?: string;
}

/** The part of an HTTP answer that an error is made from. */
export interface ErrorAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: { get(name: string): string | null | undefined };
}

/** Makes the error that an answer with an error status stands for. */
export function readApiError(request: FailedRequest, answer: ErrorAnswer, body: string): ApiError {
  const { redact } = request;
  const { errorCode, reason, details } = readErrorBody(answer.status, body, redact);
  const described = describe(request, answer, reason);
  const kept = bounded(details, redact);
  const requestId = described.requestId ?? errorDetails(kept).request_info?.request_id;
  const facts = { ...described, errorCode: errorCode && redact(errorCode), requestId, details: kept };
  const { class: Class, hint } = classify(facts);
  const wayOut = Class === UnauthenticatedError ? request.wayOut : undefined;
  return new Class({ ...facts, ...transience(facts), hint: wayOut ?? hint });
}

/** Makes the error for an answer that cannot be what was asked for, whatever its status: a web page, a redirect, broken JSON. */
export function unexpectedAnswer(request: FailedRequest, answer: ErrorAnswer, reason: string): ApiError {
  return new ApiError({
    ...describe(request, answer, reason),
    errorCode: "UNEXPECTED_ANSWER",
    details: [],
    retryable: false,
    unprocessed: false,
    hint: "Check DATABRICKS_HOST (the URL of a workspace), DATABRICKS_WORKSPACE_ID on a host of many workspaces, and any proxy.",
  });
}

/** Makes the error for an answer that is the login page of a private network; see `privateLinkReason`. */
export function privateLinkError(request: FailedRequest, answer: ErrorAnswer, reason: string): ApiError {
  const facts = {
    ...describe(request, { status: 403, headers: answer.headers }, reason),
    errorCode: privateLinkCode,
    details: [],
  };
  return new PermissionDeniedError({
    ...facts,
    retryable: false,
    unprocessed: true,
    hint: "Connect from a network that the private link admits, or ask the workspace's administrator.",
  });
}

function describe({ method, path, redact }: FailedRequest, { status, headers }: ErrorAnswer, reason: string) {
  const header = (name: string): string | undefined => {
    const value = headers.get(name);
    return typeof value === "string" ? redact(value) : undefined;
  };
  return {
    method,
    path,
    status,
    reason: cut(redact(reason), maxReason),
    requestId: header("x-request-id") ?? header("x-databricks-request-id"),
    retryAfter: header("retry-after"),
  };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length - most} more characters)`;
}

/** As many details as fit, and a last entry that tells how many do not. */
function bounded(details: readonly unknown[], redact: Redact): readonly unknown[] {
  let room = maxDetails;
  const kept = details
    .map((detail) => redactValue(detail, redact))
    .filter((detail) => {
      room -= JSON.stringify(detail).length;
      return room >= 0;
    });
  return kept.length === details.length ? kept : [...kept, { omitted: details.length - kept.length }];
}
