import type { Engine } from "../sql/engine.ts";
import { orderStatements } from "./sample-orders.ts";
import { tripStatements } from "./sample-trips.ts";

const building = new WeakMap<Engine, Promise<void>>();

/** The catalog that is generated, and that nobody may change. */
export const samplesCatalog = "samples";

/**
 * Fills the catalog `samples` when it is empty: about 110,000 rows, the same in every workspace of one version of
 * DuckDB, made in less than a second and kept with `--data`.
 */
export function prepareSamples(engine: Engine): Promise<void> {
  const started = building.get(engine) ?? build(engine);
  building.set(engine, started);
  started.catch(() => building.delete(engine));
  return started;
}

async function build(engine: Engine): Promise<void> {
  const tables = await engine.query("SELECT 1 FROM duckdb_tables() WHERE database_name = ? LIMIT 1", [samplesCatalog]);
  if (tables.length > 0) return;
  await engine.query(script());
}

/** All or nothing, so that a process that is killed leaves no half of it. */
const script = (): string =>
  [
    // A number below n, and a fraction, that belong to row i and to what they are drawn for.
    "CREATE OR REPLACE TEMP MACRO draw(i, salt, n) AS CAST(hash(i * 1009 + salt) % n AS BIGINT)",
    "CREATE OR REPLACE TEMP MACRO share(i, salt) AS (hash(i * 1009 + salt) % 1000000) / 1000000.0",
    "BEGIN",
    ...tripStatements,
    ...orderStatements,
    "COMMIT",
  ].join(";\n");
