import { DatabricksError, type Guidance } from "./databricks-error.ts";

/** What is known of an error answer. */
export interface ApiErrorFacts extends Guidance {
  readonly method: string;
  /** URL template, e.g. `/api/2.2/jobs/get`; never the filled path. */
  readonly path: string;
  readonly status: number;
  /** Databricks' own code (`RESOURCE_DOES_NOT_EXIST`), kept verbatim; absent when the answer has none. */
  readonly errorCode: string | undefined;
  /** Databricks' own message, without secrets and of bounded length. */
  readonly reason: string;
  readonly requestId: string | undefined;
  /** `details[]` of the answer as Databricks sent it, without secrets and of bounded size. */
  readonly details: readonly unknown[];
  /** The `Retry-After` header as it came: seconds or an HTTP date. */
  readonly retryAfter: string | undefined;
  /** True when Databricks says that it did nothing, so that repeating the request cannot do anything twice. */
  readonly unprocessed: boolean;
}

/** Databricks answered with an error, or with something that cannot be the answer. Subclasses name the common ones. */
export class ApiError extends DatabricksError implements ApiErrorFacts {
  override readonly name: string = "ApiError";
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly reason: string;
  readonly requestId: string | undefined;
  readonly details: readonly unknown[];
  readonly retryAfter: string | undefined;
  readonly unprocessed: boolean;

  constructor(facts: ApiErrorFacts) {
    super(summary(facts), facts);
    this.method = facts.method;
    this.path = facts.path;
    this.status = facts.status;
    this.errorCode = facts.errorCode;
    this.reason = facts.reason;
    this.requestId = facts.requestId;
    this.details = facts.details;
    this.retryAfter = facts.retryAfter;
    this.unprocessed = facts.unprocessed;
  }
}

function summary({ method, path, status, errorCode, reason, requestId }: ApiErrorFacts): string {
  const code = errorCode ? ` ${errorCode}` : "";
  const request = requestId ? ` (request ${requestId})` : "";
  return `${method} ${path}: ${status}${code}: ${reason.replace(/[.\s]+$/, "")}${request}`;
}
