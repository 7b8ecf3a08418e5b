import { ApiError } from "../../errors/api-error.ts";
import { type FailedRequest, readApiError } from "../../errors/read-api-error.ts";
import { TransportError } from "../../errors/transport-error.ts";
import type { WireAnswer } from "../../http/wire.ts";

/** Where S3, Azure and Google storage put the id of a request. */
const requestIdHeaders = ["x-amz-request-id", "x-ms-request-id", "x-guploader-uploadid"];

/**
 * Makes the error that an answer of the cloud's storage stands for, in the classes of Databricks' errors.
 *
 * @param body XML with `Code` and `Message`, as S3
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html), Azure
 * (https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2) and Google send it. The rest of it may
 * hold what was signed, and is dropped
 */
export function readCloudError(failed: FailedRequest, { status, headers }: WireAnswer, body: string): ApiError {
  const code = element(body, "Code");
  const message = [element(body, "Message"), element(body, "AuthenticationErrorDetail")].filter(Boolean).join(" ");
  const read = code ? JSON.stringify({ error_code: code, message: message || code }) : body;
  const requestId = requestIdHeaders.map((name) => headers.get(name)).find(Boolean);
  const get = (name: string) => (name === "x-request-id" ? requestId : headers.get(name));
  return readApiError(failed, { status, headers: { get } }, read);
}

/** Whether a URL was refused for its age: another one may do. */
export function isExpired(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status !== 403) return false;
  const { errorCode, reason } = error;
  const aws = errorCode === "AccessDenied" && reason.includes("Request has expired");
  const azure =
    errorCode === "AuthenticationFailed" && reason.includes("Signature not valid in the specified time frame");
  return aws || azure;
}

/** Whether the same request may succeed later: statuses 408, 429, 502, 503, 504, and a broken connection. */
export function isPassing(error: unknown): boolean {
  return (error instanceof ApiError || error instanceof TransportError) && error.retryable;
}

function element(xml: string, name: string): string | undefined {
  const text = xml.match(new RegExp(`<${name}>([^<]*)</${name}>`))?.[1]?.trim();
  return text?.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => entities[entity] ?? "");
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
