import { DatabaseSync } from "node:sqlite";
import { ConfigError } from "../errors/config-error.ts";

/**
 * What the workspace remembers: named collections of JSON documents in one SQLite database, in memory or in a file.
 * A write is on disk when the call returns, so that a killed process loses the write under way and no other. The file
 * is locked by the operating system as long as it is open.
 */
export class Store {
  readonly #database: DatabaseSync;

  /**
   * @param file where to keep it; in memory without
   * @throws ConfigError when another process has the file open
   */
  constructor(file = ":memory:") {
    this.#database = new DatabaseSync(file);
    try {
      this.#database.exec(`
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        BEGIN IMMEDIATE;
        CREATE TABLE IF NOT EXISTS documents (
          position INTEGER PRIMARY KEY, collection TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL,
          UNIQUE (collection, id));
        COMMIT;`);
    } catch (error) {
      this.#database.close();
      throw inUse(file, error);
    }
  }

  /** The documents of one kind. */
  collection<Value>(name: string): Collection<Value> {
    return new Collection(this.#database, name);
  }

  /** Makes several writes one: all of them are kept, or none. */
  transaction<Result>(work: () => Result): Result {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Gives the file back. */
  close(): void {
    this.#database.close();
  }
}

function inUse(file: string, cause: unknown): unknown {
  const busy = cause instanceof Error && /database is locked/.test(cause.message);
  if (!busy) return cause;
  return new ConfigError(
    `${file} is in use by another local workspace`,
    "Stop that one, or give another directory with --data.",
  );
}

/** Documents of one kind by id, in the order in which they were first put. Each reading is a copy. */
export class Collection<Value> {
  readonly #database: DatabaseSync;
  readonly #name: string;

  constructor(database: DatabaseSync, name: string) {
    this.#database = database;
    this.#name = name;
  }

  get(id: string | number): Value | undefined {
    const row = this.#database
      .prepare("SELECT value FROM documents WHERE collection = ? AND id = ?")
      .get(this.#name, String(id));
    return row && (JSON.parse(String(row.value)) as Value);
  }

  put(id: string | number, value: Value): void {
    this.#database
      .prepare(
        "INSERT INTO documents (collection, id, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      )
      .run(this.#name, String(id), JSON.stringify(value));
  }

  /** @returns whether it was there */
  delete(id: string | number): boolean {
    const { changes } = this.#database
      .prepare("DELETE FROM documents WHERE collection = ? AND id = ?")
      .run(this.#name, String(id));
    return changes > 0;
  }

  list(): Value[] {
    return this.#database
      .prepare("SELECT value FROM documents WHERE collection = ? ORDER BY position")
      .all(this.#name)
      .map((row) => JSON.parse(String(row.value)) as Value);
  }
}
