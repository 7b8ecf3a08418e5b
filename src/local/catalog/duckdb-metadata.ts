import { databaseOf } from "../sql/catalog-names.ts";
import type { Engine } from "../sql/engine.ts";

/** A table or view in DuckDB. Names in lower case. */
export interface Relation {
  readonly name: string;
  readonly isView: boolean;
  /** The statement that would make it. */
  readonly sql: string;
}

/** A column in DuckDB. */
export interface RelationColumn {
  readonly name: string;
  /** DuckDB's name of it. */
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | undefined;
}

/** A macro in DuckDB. */
export interface Macro {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly definition: string;
  readonly isTable: boolean;
}

/** DuckDB's own schema of a database, which Unity Catalog does not show. */
const ownSchema = "main";

/** Reads from DuckDB what exists in a catalog, in the order of names. */
export class DuckDbMetadata {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async catalogs(): Promise<string[]> {
    return (await this.#engine.catalogs()).sort();
  }

  async schemas(catalog: string): Promise<string[]> {
    const rows = await this.#engine.query(
      `SELECT lower(schema_name) AS name FROM duckdb_schemas()
       WHERE database_name = ? AND schema_name <> '${ownSchema}' ORDER BY 1`,
      [databaseOf(catalog)],
    );
    return rows.map(({ name }) => String(name));
  }

  async relations(catalog: string, schema: string): Promise<Relation[]> {
    const rows = await this.#engine.query(
      `SELECT lower(table_name) AS name, false AS is_view, sql FROM duckdb_tables()
         WHERE database_name = ? AND lower(schema_name) = ?
       UNION ALL
       SELECT lower(view_name), true, sql FROM duckdb_views()
         WHERE database_name = ? AND lower(schema_name) = ? AND NOT internal
       ORDER BY name`,
      [databaseOf(catalog), schema, databaseOf(catalog), schema],
    );
    return rows.map(({ name, is_view, sql }) => ({ name: String(name), isView: is_view === true, sql: String(sql) }));
  }

  /** The columns of every table and view of a schema, by the relation's name. */
  async columns(catalog: string, schema: string): Promise<ReadonlyMap<string, readonly RelationColumn[]>> {
    const rows = await this.#engine.query(
      `SELECT lower(table_name) AS relation, column_name, data_type, is_nullable, column_default FROM duckdb_columns()
       WHERE database_name = ? AND lower(schema_name) = ? ORDER BY relation, column_index`,
      [databaseOf(catalog), schema],
    );
    return Map.groupBy(rows.map(columnOf), ({ relation }) => relation);
  }

  async macros(catalog: string, schema: string): Promise<Macro[]> {
    const rows = await this.#engine.query(
      `SELECT lower(function_name) AS name, to_json(parameters) AS parameters, macro_definition AS definition,
         function_type = 'table_macro' AS is_table
       FROM duckdb_functions() WHERE database_name = ? AND lower(schema_name) = ? AND NOT internal
         AND function_type IN ('macro', 'table_macro') ORDER BY name`,
      [databaseOf(catalog), schema],
    );
    return rows.map(({ name, parameters, definition, is_table }) => ({
      name: String(name),
      parameters: JSON.parse(String(parameters)) as string[],
      definition: String(definition),
      isTable: is_table === true,
    }));
  }
}

function columnOf(row: Record<string, unknown>): RelationColumn & { readonly relation: string } {
  return {
    relation: String(row.relation),
    name: String(row.column_name),
    type: String(row.data_type),
    nullable: row.is_nullable === true,
    default: row.column_default === null ? undefined : String(row.column_default),
  };
}
