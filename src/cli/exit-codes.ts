import {
  NotFoundError,
  PermissionDeniedError,
  ResourceConflictError,
  UnauthenticatedError,
} from "../errors/api-errors.ts";
import { ArgumentError } from "../errors/argument-error.ts";
import { AuthError } from "../errors/auth-error.ts";
import { ConfigError } from "../errors/config-error.ts";
import { DatabricksError } from "../errors/databricks-error.ts";
import { StatementError } from "../errors/statement-error.ts";
import { type ExitCode, exitCodes } from "./exit-code-table.ts";
import { Interrupted } from "./interrupted.ts";
import { InvalidArgumentsError, ToolError } from "./tool-error.ts";
import { UsageError } from "./usage-error.ts";

/** The exit code for what went wrong; the first that applies of the table's. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof Interrupted) return error.signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  if (isUsage(error)) return exitCodes.usage;
  if (error instanceof ConfigError || error instanceof AuthError) return exitCodes.authentication;
  if (error instanceof UnauthenticatedError) return exitCodes.authentication;
  if (error instanceof NotFoundError || isForgotten(error)) return exitCodes.notFound;
  if (error instanceof PermissionDeniedError) return exitCodes.permission;
  if (error instanceof ResourceConflictError) return exitCodes.conflict;
  if (error instanceof ToolError) return exitCodes.failed;
  return error instanceof DatabricksError && error.retryable ? exitCodes.later : exitCodes.failed;
}

function isUsage(error: unknown): boolean {
  return error instanceof UsageError || error instanceof ArgumentError || error instanceof InvalidArgumentsError;
}

function isForgotten(error: unknown): boolean {
  return error instanceof StatementError && error.cause instanceof NotFoundError;
}
