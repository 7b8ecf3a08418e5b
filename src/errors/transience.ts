import type { ApiError } from "./api-error.ts";

/** Statuses that may pass by themselves. */
const passingStatuses = [408, 429, 502, 503, 504];

/** Statuses and codes by which Databricks says that it turned the request away. */
const refusedStatuses = [429, 503];
const refusedCodes = ["REQUEST_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"];

/** Messages, on any status, of a failure that passes and came before any work. */
const refusedMessages =
  /UnknownWorkerEnvironmentException|does not have any associated worker environments|There is no worker environment with id|Unknown worker environment|worker env .* not found|ClusterNotReadyException|REQUEST_LIMIT_EXCEEDED|RPC token bucket limit has been exceeded/;

/** Messages, on any status, of a failure that passes but may have come in the middle of the work. */
const passingMessages =
  /Timed out after |deadline exceeded|Unexpected error|Please try again later or try a faster operation\.|connection reset|TLS handshake timeout|i\/o timeout/;

/** Whether an error answer may pass by itself, and whether Databricks did nothing. The lists are those of the official SDKs together. */
export function transience(
  answer: Pick<ApiError, "status" | "errorCode" | "reason">,
): Pick<ApiError, "retryable" | "unprocessed"> {
  const { status, errorCode, reason } = answer;
  const unprocessed =
    refusedStatuses.includes(status) || refusedCodes.includes(errorCode ?? "") || refusedMessages.test(reason);
  return {
    unprocessed,
    retryable: unprocessed || passingStatuses.includes(status) || passingMessages.test(reason),
  };
}
