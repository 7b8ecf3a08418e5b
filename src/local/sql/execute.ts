import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBResult } from "@duckdb/node-api";
import { cellWriter } from "./cell.ts";
import { columnOf } from "./column.ts";
import type { Translated } from "./dialect.ts";
import type { Database, DuckDB } from "./duckdb.ts";
import type { Column, Result } from "./engine.ts";
import { SqlError, sqlErrorOf } from "./sql-error.ts";

/** The value of a `:name` marker. */
export interface Parameter {
  readonly name: string;
  /** SQL type. @default STRING */
  readonly type?: string;
  /** Absent or null for NULL. */
  readonly value?: string | null;
}

/**
 * Prepares the one statement of a text and binds its parameters.
 *
 * @throws SqlError for none or several, and for a marker without a value; Error of DuckDB
 */
export async function prepare(
  connection: DuckDBConnection,
  { sql, head }: Translated,
  parameters: readonly Parameter[] = [],
): Promise<DuckDBPreparedStatement> {
  refuseByWords(head);
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) {
    const what = statements.count === 0 ? "The statement is empty." : "One statement at a time can be run.";
    throw new SqlError("PARSE_SYNTAX_ERROR", "42601", what);
  }
  const prepared = await statements.prepare(0);
  for (let index = 1; index <= prepared.parameterCount; index++) bind(prepared, index, parameters);
  return prepared;
}

/**
 * What DuckDB counts among queries and CREATE or DROP, but Databricks does not have: EXPLAIN ANALYZE would run any
 * statement, and a macro to drop may be one of ours.
 */
function refuseByWords([first = "", second = ""]: readonly string[]): void {
  const refused = first === "PRAGMA" || (first === "EXPLAIN" && ["", "ANALYZE", "ANALYSE"].includes(second));
  if (refused || (first === "DROP" && second === "MACRO")) throw unsupported(`${first} ${second}`.trim());
}

function bind(prepared: DuckDBPreparedStatement, index: number, parameters: readonly Parameter[]): void {
  const name = prepared.parameterName(index);
  const parameter = parameters.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!parameter)
    throw new SqlError("UNBOUND_SQL_PARAMETER", "42P02", `The parameter \`${name}\` of the statement has no value.`);
  if (parameter.value === undefined || parameter.value === null) prepared.bindNull(index);
  else prepared.bindVarchar(index, parameter.value);
}

interface Running {
  readonly close: () => void;
  readonly signal?: AbortSignal;
}

/**
 * Starts a prepared statement.
 *
 * @throws SqlError for a kind of statement that Databricks does not have; Error of DuckDB
 */
export async function runPrepared(
  { duckdb }: Database,
  prepared: DuckDBPreparedStatement,
  running: Running,
): Promise<Result> {
  const kind = kindOf(duckdb, prepared);
  const result = await prepared.stream();
  if (kind === "rows") return { ...rowsOf(duckdb, result, running), close: running.close };
  const rows = await result.getRowsJS();
  running.close();
  if (kind === "plan") return plan(rows);
  return counts(kind === "none" ? [] : kind, rows[0]?.[0]);
}

type Kind = "rows" | "plan" | "none" | readonly string[];

/** What a statement answers: rows, a plan, nothing, or counts by these names. */
function kindOf({ StatementType: Type }: DuckDB, { statementType }: DuckDBPreparedStatement): Kind {
  const kinds = new Map<number, Kind>([
    [Type.SELECT, "rows"],
    [Type.EXPLAIN, "plan"],
    [Type.INSERT, ["num_affected_rows", "num_inserted_rows"]],
    [Type.UPDATE, ["num_affected_rows"]],
    [Type.DELETE, ["num_affected_rows"]],
    [Type.MERGE_INTO, ["num_affected_rows"]],
    [Type.CREATE, "none"],
    [Type.CREATE_FUNC, "none"],
    [Type.ALTER, "none"],
    [Type.DROP, "none"],
  ]);
  const kind = kinds.get(statementType);
  if (kind) return kind;
  throw unsupported(Type[statementType] ?? "Such");
}

const unsupported = (kind: string): SqlError =>
  new SqlError("UNSUPPORTED_FEATURE", "0A000", `${kind} statements cannot be run in the local workspace.`);

/** The same count in each column. */
function counts(names: readonly string[], count: unknown): Result {
  const columns = names.map((name): Column => ({ name, type_name: "LONG", type_text: "BIGINT" }));
  return oneRow(
    columns,
    names.map(() => String(count ?? 0)),
  );
}

/** The second column of DuckDB's EXPLAIN as one text. */
function plan(rows: readonly (readonly unknown[])[]): Result {
  const columns = [{ name: "plan", type_name: "STRING", type_text: "STRING" }];
  return oneRow(columns, [rows.map(([, text]) => text).join("\n")]);
}

/** A result that is known as a whole; without columns it has no row. */
function oneRow(columns: readonly Column[], row: readonly string[]): Result {
  async function* rows(): AsyncGenerator<readonly string[]> {
    if (columns.length > 0) yield row;
  }
  return { columns, rows: rows(), close: () => undefined };
}

function rowsOf(duckdb: DuckDB, result: DuckDBResult, { close, signal }: Running): Pick<Result, "columns" | "rows"> {
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, index) => columnOf(duckdb, name, types[index]));
  const writers = types.map((type) => cellWriter(duckdb, type));
  async function* rows(): AsyncGenerator<readonly (string | null)[]> {
    try {
      for (;;) {
        signal?.throwIfAborted();
        const chunk = await result.fetchChunk();
        if (!chunk || chunk.rowCount === 0) return;
        const cells = writers.map((write, index) =>
          chunk.getColumnValues(index).map((value) => (value === null ? null : write(value))),
        );
        for (let row = 0; row < chunk.rowCount; row++) yield cells.map((column) => column[row] ?? null);
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw sqlErrorOf(error);
    } finally {
      close();
    }
  }
  return { columns, rows: rows() };
}
