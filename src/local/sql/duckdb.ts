import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBInstance } from "@duckdb/node-api";
import { LocalError } from "../local-error.ts";
import { notLoaded } from "../not-loaded.ts";
import type { Workspace } from "../workspace.ts";
import { literal, quoted } from "./catalog-names.ts";
import { functions } from "./functions.ts";

/** DuckDB's package. */
export type DuckDB = typeof import("@duckdb/node-api");

/** An open DuckDB. */
export interface Database {
  readonly duckdb: DuckDB;
  readonly instance: DuckDBInstance;
  /** Opens a database, making it when it is new. */
  attach(name: string): Promise<void>;
  /** Closes a database and deletes it. */
  drop(name: string): Promise<void>;
}

/**
 * Loads DuckDB, which is an optional peer.
 *
 * @throws LocalError 501 with the command that installs it
 */
export async function loadDuckdb(): Promise<DuckDB> {
  try {
    return await import("@duckdb/node-api");
  } catch (error) {
    const advice = "SQL in the local workspace needs DuckDB: npm install @duckdb/node-api";
    throw new LocalError(501, "FEATURE_DISABLED", notLoaded(advice, error));
  }
}

const extension = ".duckdb";

/**
 * Opens DuckDB with the databases that are in the workspace's directory. SQL reaches no file outside of that directory
 * and no network, loads no extension and cannot change that (https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview).
 */
export async function openDatabase(workspace: Workspace): Promise<Database> {
  const duckdb = await loadDuckdb();
  const directory = await workspace.directory("sql");
  const instance = await duckdb.DuckDBInstance.create(":memory:");
  const execute = async (sql: string): Promise<void> => {
    const connection = await instance.connect();
    try {
      await connection.run(sql);
    } finally {
      connection.closeSync();
    }
  };
  const file = (name: string): string => join(directory, encodeURIComponent(name) + extension);
  const attach = (name: string): Promise<void> =>
    execute(`ATTACH IF NOT EXISTS ${literal(workspace.data ? file(name) : ":memory:")} AS ${quoted(name)}`);
  const drop = async (name: string): Promise<void> => {
    await execute(`DETACH DATABASE IF EXISTS ${quoted(name)}`);
    for (const path of [file(name), `${file(name)}.wal`]) await rm(path, { force: true });
  };
  await execute("ATTACH ':memory:' AS databricks");
  await execute(functions);
  await execute(confinement(directory));
  for (const name of await readdir(directory)) {
    if (name.endsWith(extension)) await attach(decodeURIComponent(name.slice(0, -extension.length)));
  }
  return { duckdb, instance, attach, drop };
}

const confinement = (directory: string): string => `
  SET TimeZone = 'UTC';
  SET memory_limit = '2GB';
  SET temp_directory = ${literal(join(directory, "temporary"))};
  SET allowed_directories = [${literal(directory)}];
  SET autoinstall_known_extensions = false;
  SET autoload_known_extensions = false;
  SET allow_community_extensions = false;
  SET enable_external_access = false;
  SET lock_configuration = true;`;
