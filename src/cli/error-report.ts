import { secretsInEnvironment } from "../config/secrets.ts";
import { ApiError } from "../errors/api-error.ts";
import { ConfigError } from "../errors/config-error.ts";
import { DatabricksError } from "../errors/databricks-error.ts";
import { redactor } from "../errors/redact.ts";
import { StatementError } from "../errors/statement-error.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { UsageError } from "./usage-error.ts";

const redact = redactor(() => secretsInEnvironment(process.env));

/** Tells a person what went wrong and, behind an arrow, what to do next. Request ids are in the message. */
export function describeError(error: unknown): string {
  const { message, hint } = partsOf(error);
  return [`error: ${redact(message)}`, ...(hint ? [`→ ${redact(hint)}`] : [])].join("\n");
}

/** The same as one line of JSON for scripts. */
export function errorAsJson(error: unknown): string {
  const { message, hint } = partsOf(error);
  const facts = {
    name: error instanceof Error ? error.name : "Error",
    message: redact(message),
    ...(hint && { hint: redact(hint) }),
    exit_code: exitCodeOf(error),
    ...(error instanceof DatabricksError && { retryable: error.retryable }),
    ...(error instanceof ApiError && apiFacts(error)),
    ...(error instanceof StatementError && statementFacts(error)),
  };
  return JSON.stringify({ error: facts });
}

/** The message of our own errors ends with the hint: here each has a line. */
function partsOf(error: unknown): { readonly message: string; readonly hint?: string | undefined } {
  if (error instanceof UsageError) return { message: error.message, hint: error.hint };
  if (error instanceof DatabricksError) {
    const { message, hint } = error;
    const ours = message.endsWith(` ${hint}`) ? message.slice(0, -hint.length - 1) : message;
    return { message: ours, hint: isWithoutHost(error) ? `${hint}${withoutAccount}` : hint };
  }
  return { message: error instanceof Error ? error.message : String(error) };
}

const withoutAccount = " Without an account: --local works with a workspace on this machine.";

function isWithoutHost(error: DatabricksError): boolean {
  return error instanceof ConfigError && error.message.startsWith("no Databricks host");
}

function apiFacts({ method, path, status, errorCode, requestId }: ApiError) {
  return { method, path, status, error_code: errorCode, request_id: requestId };
}

function statementFacts({ statementId, errorCode, sqlState }: StatementError) {
  return { statement_id: statementId, error_code: errorCode, sql_state: sqlState };
}
