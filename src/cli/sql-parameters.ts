import type { StatementParameter } from "../overlays/sql/statement-request.ts";
import { UsageError } from "./usage-error.ts";

/** SQL types that a parameter can have; in capitals, so that `12:30:int` stays a text. */
const type =
  /:((?:BOOLEAN|BYTE|TINYINT|SHORT|SMALLINT|INT|INTEGER|LONG|BIGINT|FLOAT|DOUBLE|DATE|TIMESTAMP|TIMESTAMP_NTZ|STRING|BINARY|INTERVAL [A-Z ]+)|(?:DECIMAL|DEC|NUMERIC)(?:\(\d+(?:, ?\d+)?\))?)$/;

/**
 * Reads `name=value` or `name=value:TYPE`; a name alone, or with a type, is NULL.
 *
 * @throws UsageError without a name
 */
export function parseParameter(text: string): StatementParameter {
  const [whole, sqlType] = type.exec(text) ?? ["", undefined];
  const untyped = sqlType === undefined ? text : text.slice(0, -whole.length);
  const [, name, value] = /^:?(\w+)(?:=(.*))?$/s.exec(untyped) ?? [];
  if (name === undefined) throw new UsageError(`--param ${text}: expected name=value or name=value:TYPE`);
  return { name, ...(value !== undefined && { value }), ...(sqlType !== undefined && { type: sqlType }) };
}
