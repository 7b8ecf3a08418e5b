import { invalid } from "../local-error.ts";
import type { StatementRequest } from "./statements.ts";

/** Largest statement, in bytes (https://docs.databricks.com/api/workspace/statementexecution/executestatement). */
const statementLimit = 16 * 2 ** 20;

/**
 * Checks what the specs do not say.
 *
 * @throws LocalError 400
 */
export function checkRequest(request: StatementRequest): void {
  const { statement, disposition = "INLINE", format = "JSON_ARRAY", row_limit, byte_limit, parameters = [] } = request;
  if (statement.trim() === "") throw invalid("The statement is empty.");
  if (Buffer.byteLength(statement) > statementLimit) throw invalid("The statement is larger than 16 MiB.");
  if (!["INLINE", "EXTERNAL_LINKS"].includes(disposition)) throw invalid(`Unknown disposition ${disposition}.`);
  if (!["JSON_ARRAY", "CSV", "ARROW_STREAM"].includes(format)) throw invalid(`Unknown format ${format}.`);
  if (disposition === "INLINE" && format !== "JSON_ARRAY")
    throw invalid(`The format ${format} needs the disposition EXTERNAL_LINKS.`);
  for (const [name, limit] of Object.entries({ row_limit, byte_limit })) {
    if (limit !== undefined && Number(limit) <= 0) throw invalid(`${name} must be positive.`);
  }
  parameters.forEach(checkParameter);
}

function checkParameter({ name, type = "STRING" }: { readonly name: string; readonly type?: string }): void {
  if (!/^\w+$/.test(name)) throw invalid(`Invalid parameter name '${name}'.`);
  if (!/^[A-Z_]+( ?\(\d+ ?(, ?\d+)?\))?$/i.test(type) || /^(ARRAY|MAP|STRUCT)/i.test(type))
    throw invalid(`Parameter ${name} has the type ${type}, which parameters cannot have.`);
}

/**
 * How long the caller waits.
 *
 * @param text `0s`, or `5s` to `50s`. @default 10s
 * @returns milliseconds
 * @throws LocalError 400
 */
export function waitTimeout(text = "10s"): number {
  const seconds = Number(/^(\d+)s$/.exec(text)?.[1] ?? Number.NaN);
  if (seconds === 0 || (seconds >= 5 && seconds <= 50)) return seconds * 1_000;
  throw invalid(`wait_timeout must be 0s, or between 5s and 50s: ${text}.`);
}
