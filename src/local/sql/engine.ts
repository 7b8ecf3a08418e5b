import type { DuckDBConnection } from "@duckdb/node-api";
import { catalogCommand } from "../catalog/commands.ts";
import type { Workspace } from "../workspace.ts";
import { catalogOf, databaseOf, literal, quoted } from "./catalog-names.ts";
import { translate } from "./dialect.ts";
import { type Database, openDatabase } from "./duckdb.ts";
import { type Parameter, prepare, runPrepared } from "./execute.ts";
import { schemaNotFound, sqlErrorOf } from "./sql-error.ts";

/** Where a statement runs, and for whom. */
export interface Session {
  readonly catalog: string;
  readonly schema: string;
  /** Name that `current_user()` tells. */
  readonly user: string;
}

/** A column as the wire tells it. */
export interface Column {
  readonly name: string;
  /** `INT`, `LONG`, `STRING`, `DECIMAL`, … */
  readonly type_name: string;
  /** As SQL spells it: `BIGINT`, `DECIMAL(10,2)`, `ARRAY<STRING>`. */
  readonly type_text: string;
  readonly type_precision?: number;
  readonly type_scale?: number;
}

/** What a statement answers. Its rows are read while DuckDB makes them: once, to the end or to `close()`. */
export interface Result {
  /** None for a statement without a result, as DDL. */
  readonly columns: readonly Column[];
  /** Cells are the wire's text, null for NULL. Reading throws SqlError. */
  readonly rows: AsyncIterable<readonly (string | null)[]>;
  /** Where later statements run, when this one changed it (USE). */
  readonly session?: Session;
  /** Ends the statement; without effect after its end. */
  close(): void;
}

/** How to run a statement. */
export interface RunOptions {
  /** Values of `:name` markers. */
  readonly parameters?: readonly Parameter[];
  /** Interrupts the statement. */
  readonly signal?: AbortSignal;
}

/** DuckDB behind Databricks' SQL. Each catalog is one DuckDB database: see `databaseOf` for its name. */
export class Engine {
  readonly #workspace: Workspace;
  readonly #database: Database;

  /** @internal see engineOf */
  constructor(workspace: Workspace, database: Database) {
    this.#workspace = workspace;
    this.#database = database;
  }

  /**
   * Runs one statement in Databricks' dialect.
   *
   * @throws SqlError, or the signal's reason
   */
  async run(sql: string, session: Session, options: RunOptions = {}): Promise<Result> {
    options.signal?.throwIfAborted();
    const command = await catalogCommand(this.#workspace, this, sql, session, options);
    return command ?? this.execute(sql, session, options);
  }

  /**
   * Runs one statement in Databricks' dialect in DuckDB, without asking the catalog.
   *
   * @throws SqlError, or the signal's reason
   */
  async execute(sql: string, session: Session, options: RunOptions = {}): Promise<Result> {
    const translated = translate(sql, options.parameters);
    const connection = await this.#connect(session);
    const interrupt = (): void => connection.interrupt();
    options.signal?.addEventListener("abort", interrupt);
    const close = (): void => {
      options.signal?.removeEventListener("abort", interrupt);
      connection.closeSync();
    };
    try {
      const prepared = await prepare(connection, translated, options.parameters);
      options.signal?.throwIfAborted();
      return await runPrepared(this.#database, prepared, { close, ...(options.signal && { signal: options.signal }) });
    } catch (error) {
      close();
      options.signal?.throwIfAborted();
      throw sqlErrorOf(error);
    }
  }

  /**
   * Runs DuckDB's own SQL, for metadata. Several statements may stand in one text: the rows are those of the last.
   *
   * @param values of `?` or `$1` markers
   * @returns rows by column; whole numbers as numbers where they are exact, else as bigint
   * @throws Error of DuckDB
   */
  async query(
    sql: string,
    values: readonly (string | number | boolean | null)[] = [],
  ): Promise<Record<string, unknown>[]> {
    const connection = await this.#database.instance.connect();
    try {
      const reader = await connection.runAndReadAll(sql, [...values]);
      return reader.getRowObjectsJS().map(withNumbers);
    } finally {
      connection.closeSync();
    }
  }

  /** Opens the database of a catalog, making it when it is new, with the schema `default`. It is opened again after a restart. */
  async attachCatalog(name: string): Promise<void> {
    await this.#database.attach(databaseOf(name));
    await this.query(`CREATE SCHEMA IF NOT EXISTS ${quoted(databaseOf(name))}."default"`);
  }

  /** Drops the database of a catalog with all that is in it. */
  async detachCatalog(name: string): Promise<void> {
    await this.#database.drop(databaseOf(name));
  }

  /** The catalogs that are attached, by name. */
  async catalogs(): Promise<string[]> {
    const rows = await this.query("SELECT database_name FROM duckdb_databases() WHERE NOT internal ORDER BY 1");
    return rows.flatMap(({ database_name }) => catalogOf(String(database_name)) ?? []);
  }

  /** Ends DuckDB. */
  close(): void {
    this.#database.instance.closeSync();
  }

  /** A connection that looks for names where the session is. */
  async #connect({ catalog, schema, user }: Session): Promise<DuckDBConnection> {
    const connection = await this.#database.instance.connect();
    const path = `${quoted(databaseOf(catalog))}.${quoted(schema)},"databricks"."main"`;
    try {
      await connection.run(
        `SET search_path = ${literal(path)}; SET VARIABLE current_user = ${literal(user)};
         SET VARIABLE current_catalog = ${literal(catalog)}; SET VARIABLE current_schema = ${literal(schema)}`,
      );
      return connection;
    } catch {
      connection.closeSync();
      throw schemaNotFound(catalog, schema);
    }
  }
}

function withNumbers(row: Record<string, unknown>): Record<string, unknown> {
  const exact = (value: unknown): unknown =>
    typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, exact(value)]));
}

const engines = new WeakMap<Workspace, Promise<Engine>>();

/**
 * The engine of a workspace, opened on first use, with the catalogs `main`, `samples` and those attached before.
 *
 * @throws LocalError 501 with the command that installs DuckDB when it is absent
 */
export function engineOf(workspace: Workspace): Promise<Engine> {
  const opened = engines.get(workspace) ?? open(workspace);
  engines.set(workspace, opened);
  return opened;
}

async function open(workspace: Workspace): Promise<Engine> {
  const database = await openDatabase(workspace);
  const engine = new Engine(workspace, database);
  for (const name of ["main", "samples"]) await engine.attachCatalog(name);
  return engine;
}

/** Ends the engine of a workspace, if it was opened. */
export async function closeEngine(workspace: Workspace): Promise<void> {
  const opened = engines.get(workspace);
  engines.delete(workspace);
  (await opened?.catch(() => undefined))?.close();
}
