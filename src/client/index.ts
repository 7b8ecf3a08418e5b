/**
 * The library: the typed client of Databricks' REST API, and what it throws. Importing it does nothing; see
 * `DatabricksClient`.
 */
export type { Apis, Schemas } from "../../generated/index.ts";
export { ApiError } from "../errors/api-error.ts";
export {
  AbortedError,
  AlreadyExistsError,
  BadRequestError,
  CancelledError,
  DataLossError,
  DeadlineExceededError,
  InternalError,
  InvalidParameterValueError,
  InvalidStateError,
  NotFoundError,
  NotImplementedError,
  PermissionDeniedError,
  RequestLimitExceededError,
  ResourceAlreadyExistsError,
  ResourceConflictError,
  ResourceDoesNotExistError,
  ResourceExhaustedError,
  TemporarilyUnavailableError,
  TooManyRequestsError,
  UnauthenticatedError,
  UnknownError,
} from "../errors/api-errors.ts";
export { ArgumentError } from "../errors/argument-error.ts";
export { AuthError } from "../errors/auth-error.ts";
export { ConfigError } from "../errors/config-error.ts";
export { DatabricksError } from "../errors/databricks-error.ts";
export { type ErrorDetails, errorDetails } from "../errors/error-details.ts";
export { OneShotBodyError } from "../errors/one-shot-body-error.ts";
export { PagingError } from "../errors/paging-error.ts";
export { TransportError } from "../errors/transport-error.ts";
export { type Poll, WaitError, type WaitErrorKind } from "../errors/wait-error.ts";
export type { Bytes } from "../http/body.ts";
export type { Caller, CallOptions, OperationCallOptions, Streamed } from "../http/caller.ts";
export type { Clock } from "../http/clock.ts";
export { type HostLimitOptions, HostLimits } from "../http/host-limits.ts";
export type { Int64 } from "../http/int64.ts";
export type {
  MethodParameters,
  PagedMethod,
  StreamedMethod,
  WaitedMethod,
  WaitOptions,
  WaitProgress,
  WholeMethod,
} from "../http/methods.ts";
export type { Operation } from "../http/operation.ts";
export type { ClientConfig } from "./client-config.ts";
export { DatabricksClient, type DatabricksClientOptions } from "./databricks-client.ts";
