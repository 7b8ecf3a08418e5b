import type { components } from "../../../generated/catalog/types.ts";
import { quoted } from "../sql/catalog-names.ts";
import { times } from "./catalogs.ts";
import { columnType } from "./column-type.ts";
import type { Relation, RelationColumn } from "./duckdb-metadata.ts";
import { metastoreId, storageRoot } from "./metastore.ts";
import { checkName, duckDbPath, fullName } from "./names.ts";
import type { SchemaPath } from "./schemas.ts";
import { SecurableError } from "./securable-error.ts";
import type { Securable, Words } from "./securables.ts";
import type { UnityCatalog } from "./unity-catalog.ts";
import { refuseChange } from "./write-protection.ts";

type Schemas = components["schemas"];

/** What an API or a statement tells of a table or view. */
export type TableInfo = Schemas["TableInfo"];

/** The three parts of the name of a table, view, volume or function. */
export type ObjectPath = readonly [catalog: string, schema: string, name: string];

/** The tables and views of a schema with their columns. */
export async function listTables(unity: UnityCatalog, [catalog, schema]: SchemaPath): Promise<TableInfo[]> {
  await unity.requireSchema(catalog, schema);
  const relations = await unity.metadata.relations(catalog, schema);
  const columns = await unity.metadata.columns(catalog, schema);
  return relations.map((relation) => {
    const entry = unity.securables.of("TABLE", fullName(catalog, schema, relation.name));
    return tableInfo(entry, relation, columns.get(relation.name) ?? []);
  });
}

/** @throws SecurableError when there is none */
export async function getTable(unity: UnityCatalog, [catalog, schema, name]: ObjectPath): Promise<TableInfo> {
  const relation = await unity.requireRelation(catalog, schema, name);
  const columns = await unity.metadata.columns(catalog, schema);
  const entry = unity.securables.of("TABLE", fullName(catalog, schema, name));
  return tableInfo(entry, relation, columns.get(name) ?? []);
}

/** Changes what is said of a table or view. */
export async function updateTable(unity: UnityCatalog, path: ObjectPath, user: string, words: Words): Promise<void> {
  await unity.requireRelation(...path);
  refuseChange(path[0], path[1]);
  unity.securables.update("TABLE", fullName(...path), user, words);
}

/** @throws SecurableError when there is none */
export async function dropTable(unity: UnityCatalog, path: ObjectPath): Promise<void> {
  const { isView } = await unity.requireRelation(...path);
  refuseChange(path[0], path[1]);
  await unity.engine.query(`DROP ${isView ? "VIEW" : "TABLE"} ${duckDbPath(...path)}`);
  unity.securables.forget("TABLE", fullName(...path));
}

/**
 * @param newName within its schema
 * @throws SecurableError when there is none, or one of the new name
 */
export async function renameTable(unity: UnityCatalog, path: ObjectPath, newName: string): Promise<void> {
  const [catalog, schema] = path;
  const { isView } = await unity.requireRelation(...path);
  refuseChange(catalog, schema);
  const renamed = fullName(catalog, schema, newName);
  if (await unity.findRelation(catalog, schema, newName)) throw new SecurableError("exists", "TABLE", renamed);
  const kind = isView ? "VIEW" : "TABLE";
  await unity.engine.query(`ALTER ${kind} ${duckDbPath(...path)} RENAME TO ${quoted(checkName(newName))}`);
  unity.securables.rename("TABLE", fullName(...path), renamed);
}

function tableInfo(entry: Securable, { isView, sql }: Relation, columns: readonly RelationColumn[]): TableInfo {
  const { full_name, id, owner, comment, properties = {}, columnComments = {} } = entry;
  const [catalog_name = "", schema_name = "", name = ""] = full_name.split(".");
  return {
    name,
    catalog_name,
    schema_name,
    full_name,
    table_id: id,
    table_type: isView ? "VIEW" : "MANAGED",
    ...(isView
      ? { view_definition: entry.definition ?? viewDefinition(sql) }
      : { data_source_format: "DELTA", storage_location: `${storageRoot}/tables/${id}` }),
    columns: columns.map((column, position) => columnInfo(column, position, columnComments[column.name.toLowerCase()])),
    properties,
    metastore_id: metastoreId,
    owner,
    ...(comment !== undefined && { comment }),
    ...times(entry),
  };
}

/** The query in DuckDB's words, of a view whose own words are lost. */
const viewDefinition = (sql: string): string => sql.replace(/^CREATE VIEW .*? AS /s, "").replace(/;\s*$/, "");

function columnInfo(
  { name, type, nullable }: RelationColumn,
  position: number,
  comment: string | undefined,
): Schemas["ColumnInfo"] {
  const { json, ...described } = columnType(type);
  return {
    name,
    ...described,
    type_json: JSON.stringify({ name, type: json, nullable, metadata: comment === undefined ? {} : { comment } }),
    nullable,
    position,
    ...(comment !== undefined && { comment }),
  };
}
