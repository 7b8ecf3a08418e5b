import { ApiError } from "./api-error.ts";

/** 400: the request is malformed or not allowed in this form. */
export class BadRequestError extends ApiError {
  override readonly name: string = "BadRequestError";
}

/** `INVALID_PARAMETER_VALUE`: an argument has a value that Databricks refuses. */
export class InvalidParameterValueError extends BadRequestError {
  override readonly name: string = "InvalidParameterValueError";
}

/** `INVALID_STATE`: the object is in a state that does not allow this. */
export class InvalidStateError extends BadRequestError {
  override readonly name: string = "InvalidStateError";
}

/** 401: the token is missing, expired or not for this host. */
export class UnauthenticatedError extends ApiError {
  override readonly name: string = "UnauthenticatedError";
}

/** 403: the identity may not do this, or the network may not reach the workspace. */
export class PermissionDeniedError extends ApiError {
  override readonly name: string = "PermissionDeniedError";
}

/** 404: no such object or endpoint. */
export class NotFoundError extends ApiError {
  override readonly name: string = "NotFoundError";
}

/** `RESOURCE_DOES_NOT_EXIST`: the object named does not exist. */
export class ResourceDoesNotExistError extends NotFoundError {
  override readonly name: string = "ResourceDoesNotExistError";
}

/** 409: the object's present state conflicts with the request. */
export class ResourceConflictError extends ApiError {
  override readonly name: string = "ResourceConflictError";
}

/** `ABORTED`: a concurrent change won. */
export class AbortedError extends ResourceConflictError {
  override readonly name: string = "AbortedError";
}

/** `ALREADY_EXISTS`: an object of that name exists. */
export class AlreadyExistsError extends ResourceConflictError {
  override readonly name: string = "AlreadyExistsError";
}

/** `RESOURCE_ALREADY_EXISTS`: an object of that name exists. */
export class ResourceAlreadyExistsError extends ResourceConflictError {
  override readonly name: string = "ResourceAlreadyExistsError";
}

/** 429: too many requests; Databricks did nothing. */
export class TooManyRequestsError extends ApiError {
  override readonly name: string = "TooManyRequestsError";
}

/** `RESOURCE_EXHAUSTED`: a quota or rate limit is used up. */
export class ResourceExhaustedError extends TooManyRequestsError {
  override readonly name: string = "ResourceExhaustedError";
}

/** `REQUEST_LIMIT_EXCEEDED`: the rate limit is used up. */
export class RequestLimitExceededError extends TooManyRequestsError {
  override readonly name: string = "RequestLimitExceededError";
}

/** 499: the request was cancelled on the way. */
export class CancelledError extends ApiError {
  override readonly name: string = "CancelledError";
}

/** 500: a failure inside Databricks. */
export class InternalError extends ApiError {
  override readonly name: string = "InternalError";
}

/** `UNKNOWN`: a failure that Databricks does not name. */
export class UnknownError extends InternalError {
  override readonly name: string = "UnknownError";
}

/** `DATA_LOSS`: data is lost or corrupted. */
export class DataLossError extends InternalError {
  override readonly name: string = "DataLossError";
}

/** 501: this workspace does not offer the operation. */
export class NotImplementedError extends ApiError {
  override readonly name: string = "NotImplementedError";
}

/** 503: the service cannot answer just now; Databricks did nothing. */
export class TemporarilyUnavailableError extends ApiError {
  override readonly name: string = "TemporarilyUnavailableError";
}

/** 504: Databricks did not finish in time; the request may still take effect. */
export class DeadlineExceededError extends ApiError {
  override readonly name: string = "DeadlineExceededError";
}
