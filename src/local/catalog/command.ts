import type { Column, Result, RunOptions, Session } from "../sql/engine.ts";
import { SqlError } from "../sql/sql-error.ts";
import { backticked } from "./names.ts";
import type { SchemaPath } from "./schemas.ts";
import type { StatementReader } from "./statement-reader.ts";
import type { ObjectPath } from "./tables.ts";
import type { UnityCatalog } from "./unity-catalog.ts";

/** Where a statement of the catalog runs. */
export interface CommandContext {
  readonly unity: UnityCatalog;
  readonly session: Session;
  readonly options: RunOptions;
}

/** Runs one kind of statement; undefined for one that is DuckDB's after all. */
export type Command = (
  statement: StatementReader,
  context: CommandContext,
) => Result | undefined | Promise<Result | undefined>;

/** A result that is known as a whole. Columns are STRING but those whose name ends with `:boolean`. */
export function resultOf(columns: readonly string[], rows: readonly (readonly (string | null)[])[]): Result {
  async function* each(): AsyncGenerator<readonly (string | null)[]> {
    yield* rows;
  }
  return { columns: columns.map(columnNamed), rows: each(), close: () => undefined };
}

function columnNamed(text: string): Column {
  const [name = "", type] = text.split(":");
  const type_text = type === "boolean" ? "BOOLEAN" : "STRING";
  return { name, type_name: type_text, type_text };
}

/** The result of a statement that only does something. */
export const nothing = (session?: Session): Result => ({ ...resultOf([], []), ...(session && { session }) });

/** The schema that a name of one or two parts means. */
export function schemaNamed(parts: readonly string[], { catalog }: Session): SchemaPath {
  const [one = "", two, ...more] = parts.map((part) => part.toLowerCase());
  if (more.length > 0) throw tooManyParts(parts);
  return two === undefined ? [catalog.toLowerCase(), one] : [one, two];
}

/** The object of a schema that a name of one to three parts means. */
export function objectNamed(parts: readonly string[], { catalog, schema }: Session): ObjectPath {
  const names = parts.map((part) => part.toLowerCase());
  const [one = "", two = "", three = "", ...more] = [catalog.toLowerCase(), schema.toLowerCase()]
    .slice(0, Math.max(0, 3 - names.length))
    .concat(names);
  if (more.length > 0) throw tooManyParts(parts);
  return [one, two, three];
}

const tooManyParts = (parts: readonly string[]): SqlError =>
  new SqlError(
    "IDENTIFIER_TOO_MANY_NAME_PARTS",
    "42601",
    `${backticked(parts)} is not a valid identifier: it has too many parts.`,
  );

/** The refusal of what Databricks can and the local workspace cannot. */
export const unsupported = (what: string): SqlError =>
  new SqlError("UNSUPPORTED_FEATURE", "0A000", `The local workspace does not support ${what}.`);

/** Text in Databricks' quotes. */
export const sqlText = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
