import { ApiError, type ApiErrorFacts } from "./api-error.ts";
import * as errors from "./api-errors.ts";

type ApiErrorClass = new (facts: ApiErrorFacts) => ApiError;

interface Row {
  readonly class: ApiErrorClass;
  /** HTTP status, or Databricks' error code. */
  readonly when: number | string;
  readonly hint: string;
}

const repeatLater = "Repeat the request later, and less often.";
const otherName = "Choose another name, or use the object that exists.";
const lookFirst = "If the request changes something, look whether it took effect before repeating it.";
const tellSupport = "If it happens again, give the request id to Databricks support.";

/** Which class an answer becomes. A code wins over a status, also over an unrelated one. */
const rows: readonly Row[] = [
  { class: errors.BadRequestError, when: 400, hint: "Correct the arguments; the same request will fail again." },
  {
    class: errors.InvalidParameterValueError,
    when: "INVALID_PARAMETER_VALUE",
    hint: "Correct the argument that the message names; the same request will fail again.",
  },
  {
    class: errors.InvalidStateError,
    when: "INVALID_STATE",
    hint: "Read the object's state, and bring it to (or wait for) one that allows this.",
  },
  {
    class: errors.UnauthenticatedError,
    when: 401,
    hint: "Check that DATABRICKS_TOKEN is valid, not expired and made for DATABRICKS_HOST.",
  },
  {
    class: errors.PermissionDeniedError,
    when: 403,
    hint: "Ask the owner of the object or an administrator for the permission that the message names.",
  },
  { class: errors.NotFoundError, when: 404, hint: "List the parent to find the right id or name." },
  {
    class: errors.ResourceDoesNotExistError,
    when: "RESOURCE_DOES_NOT_EXIST",
    hint: "List the parent to find the right id or name.",
  },
  { class: errors.ResourceConflictError, when: 409, hint: "Read the object again and decide from its present state." },
  {
    class: errors.AbortedError,
    when: "ABORTED",
    hint: "Read the object again and repeat the change on its present state.",
  },
  { class: errors.AlreadyExistsError, when: "ALREADY_EXISTS", hint: otherName },
  { class: errors.ResourceAlreadyExistsError, when: "RESOURCE_ALREADY_EXISTS", hint: otherName },
  { class: errors.TooManyRequestsError, when: 429, hint: repeatLater },
  { class: errors.ResourceExhaustedError, when: "RESOURCE_EXHAUSTED", hint: repeatLater },
  { class: errors.RequestLimitExceededError, when: "REQUEST_LIMIT_EXCEEDED", hint: repeatLater },
  { class: errors.CancelledError, when: 499, hint: lookFirst },
  { class: errors.InternalError, when: 500, hint: tellSupport },
  { class: errors.UnknownError, when: "UNKNOWN", hint: tellSupport },
  { class: errors.DataLossError, when: "DATA_LOSS", hint: tellSupport },
  {
    class: errors.NotImplementedError,
    when: 501,
    hint: "Unless the message says what is missing, use another operation: this one is not offered here.",
  },
  { class: errors.TemporarilyUnavailableError, when: 503, hint: "Repeat the request in a minute." },
  { class: errors.DeadlineExceededError, when: 504, hint: lookFirst },
];

const generic: Pick<Row, "class" | "hint"> = {
  class: ApiError,
  hint: "Read the message; see https://docs.databricks.com/api for the operation.",
};

interface Override {
  readonly path: RegExp;
  readonly reason: RegExp;
}

/** Requests that say INVALID_PARAMETER_VALUE (400) when they mean that the object does not exist. */
const missingObjects: readonly Override[] = [
  { path: /^\/api\/2\.\d\/clusters\/get$/, reason: /Cluster .* does not exist/ },
  { path: /^\/api\/2\.\d\/jobs\/get$/, reason: /Job .* does not exist/ },
  { path: /^\/api\/2\.\d\/jobs\/runs\/get$/, reason: /Run .* does not exist|Run: .* in job: .* doesn't exist/ },
];

/** Class and hint for an error answer: overrides first, then the code, then the status. */
export function classify(
  answer: Pick<ApiErrorFacts, "method" | "path" | "status" | "errorCode" | "reason">,
): Pick<Row, "class" | "hint"> {
  const key = isMissingObject(answer) ? "RESOURCE_DOES_NOT_EXIST" : answer.errorCode;
  return rows.find(({ when }) => when === key) ?? rows.find(({ when }) => when === answer.status) ?? generic;
}

function isMissingObject(answer: Parameters<typeof classify>[0]): boolean {
  const { method, path, status, errorCode, reason } = answer;
  if (method !== "GET" || status !== 400 || errorCode !== "INVALID_PARAMETER_VALUE") return false;
  return missingObjects.some((override) => override.path.test(path) && override.reason.test(reason));
}
