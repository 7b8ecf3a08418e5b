/**
 * DuckDB's names of catalogs. A catalog of the Unity Catalog is a DuckDB database of the same name, except for names
 * that DuckDB keeps for itself: `main` is the database `main$`.
 */
const reserved: ReadonlySet<string> = new Set(["main", "memory", "system", "temp", "databricks"]);

/** The DuckDB database that holds a catalog. */
export function databaseOf(catalog: string): string {
  const name = catalog.toLowerCase();
  return reserved.has(name) ? `${name}$` : name;
}

/** The catalog that a DuckDB database holds; undefined for DuckDB's own. */
export function catalogOf(database: string): string | undefined {
  if (reserved.has(database)) return undefined;
  return database.endsWith("$") ? database.slice(0, -1) : database;
}

/** An identifier in DuckDB's quotes. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A string in DuckDB's quotes. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
