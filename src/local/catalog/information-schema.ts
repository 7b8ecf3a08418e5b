import type { Result } from "../sql/engine.ts";
import { listCatalogs } from "./catalogs.ts";
import { type CommandContext, sqlText } from "./command.ts";
import { listFunctions } from "./functions.ts";
import { directGrants, type Target } from "./grants.ts";
import { backticked } from "./names.ts";
import { listSchemas } from "./schemas.ts";
import { type Replacement, spliced } from "./spliced.ts";
import type { StatementReader } from "./statement-reader.ts";
import { listTables, type TableInfo } from "./tables.ts";
import type { UnityCatalog } from "./unity-catalog.ts";
import { listVolumes } from "./volumes.ts";
import { informationSchema } from "./write-protection.ts";

/** A row of information_schema: `undefined` for NULL, times in milliseconds since 1970. */
type Row = readonly unknown[];

/** A relation of information_schema: its columns (STRING unless said otherwise after a colon), and its rows of a catalog. */
interface InformationRelation {
  readonly columns: readonly string[];
  rows(unity: UnityCatalog, catalog: string): Promise<readonly Row[]>;
}

const changed = ["created:TIMESTAMP", "created_by", "last_altered:TIMESTAMP", "last_altered_by"];

interface Times {
  readonly created_at?: unknown;
  readonly created_by?: string;
  readonly updated_at?: unknown;
  readonly updated_by?: string;
}

const times = ({ created_at, created_by, updated_at, updated_by }: Times): Row => [
  created_at,
  created_by,
  updated_at,
  updated_by,
];

/** What is in each schema of a catalog. */
async function inSchemas<Item>(
  unity: UnityCatalog,
  catalog: string,
  list: (unity: UnityCatalog, path: readonly [string, string]) => Promise<Item[]>,
): Promise<Item[]> {
  const found: Item[] = [];
  for (const schema of await unity.schemas(catalog)) found.push(...(await list(unity, [catalog, schema])));
  return found;
}

const nameOf = ({ catalog_name, schema_name, name }: Pick<TableInfo, "catalog_name" | "schema_name" | "name">): Row => [
  catalog_name,
  schema_name,
  name,
];

const privileges = (unity: UnityCatalog, target: Target, name: Row): Row[] =>
  directGrants(unity, target).flatMap(({ principal, privileges: granted = [] }) =>
    granted.map((privilege) => ["System user", principal, ...name, privilege, "NO", "NONE"]),
  );

/** https://docs.databricks.com/en/sql/language-manual/sql-ref-information-schema.html */
const relations: Readonly<Record<string, InformationRelation>> = {
  information_schema_catalog_name: { columns: ["catalog_name"], rows: async (_, catalog) => [[catalog]] },
  catalogs: {
    columns: ["catalog_name", "catalog_owner", "comment", ...changed],
    rows: async (unity, catalog) =>
      (await listCatalogs(unity))
        .filter(({ name }) => name === catalog)
        .map((info) => [info.name, info.owner, info.comment, ...times(info)]),
  },
  schemata: {
    columns: ["catalog_name", "schema_name", "schema_owner", "comment", ...changed],
    rows: async (unity, catalog) =>
      (await listSchemas(unity, catalog)).map((info) => [
        ...[info.catalog_name, info.name, info.owner, info.comment],
        ...times(info),
      ]),
  },
  tables: {
    columns: [
      ...["table_catalog", "table_schema", "table_name", "table_type", "is_insertable_into", "commit_action"],
      ...["table_owner", "comment", ...changed, "data_source_format", "storage_sub_directory"],
    ],
    rows: async (unity, catalog) =>
      (await inSchemas(unity, catalog, listTables)).map((info) => [
        ...[...nameOf(info), info.table_type, info.table_type === "VIEW" ? "NO" : "YES", "PRESERVE"],
        ...[
          info.owner,
          info.comment,
          ...times(info),
          info.data_source_format ?? "UNKNOWN_DATA_SOURCE_FORMAT",
          undefined,
        ],
      ]),
  },
  columns: {
    columns: [
      ...["table_catalog", "table_schema", "table_name", "column_name", "ordinal_position:INT", "is_nullable"],
      ...["full_data_type", "data_type", "numeric_precision:INT", "numeric_scale:INT", "comment"],
    ],
    rows: async (unity, catalog) => (await inSchemas(unity, catalog, listTables)).flatMap(columnRows),
  },
  views: {
    columns: ["table_catalog", "table_schema", "table_name", "view_definition", "check_option", "is_updatable"],
    rows: async (unity, catalog) =>
      (await inSchemas(unity, catalog, listTables))
        .filter(({ table_type }) => table_type === "VIEW")
        .map((info) => [...nameOf(info), info.view_definition, "NONE", "NO"]),
  },
  volumes: {
    columns: [
      ...[
        "volume_catalog",
        "volume_schema",
        "volume_name",
        "volume_type",
        "volume_owner",
        "comment",
        "storage_location",
      ],
      ...changed,
    ],
    rows: async (unity, catalog) =>
      (await inSchemas(unity, catalog, listVolumes)).map((info) => [
        ...[...nameOf(info), info.volume_type, info.owner, info.comment, info.storage_location],
        ...times(info),
      ]),
  },
  routines: {
    columns: [
      ...["routine_catalog", "routine_schema", "routine_name", "routine_owner", "routine_type", "data_type"],
      ...["full_data_type", "routine_body", "routine_definition", "comment", ...changed],
    ],
    rows: async (unity, catalog) =>
      (await inSchemas(unity, catalog, listFunctions)).map((info) => [
        ...[...nameOf(info), info.owner, "FUNCTION", info.data_type, info.full_data_type],
        ...[info.routine_body, info.routine_definition, info.comment, ...times(info)],
      ]),
  },
  catalog_privileges: {
    columns: ["grantor", "grantee", "catalog_name", "privilege_type", "is_grantable", "inherited_from"],
    rows: async (unity, catalog) => privileges(unity, { type: "CATALOG", full_name: catalog }, [catalog]),
  },
  schema_privileges: {
    columns: ["grantor", "grantee", "catalog_name", "schema_name", "privilege_type", "is_grantable", "inherited_from"],
    rows: async (unity, catalog) =>
      (await listSchemas(unity, catalog)).flatMap(({ name, full_name = "" }) =>
        privileges(unity, { type: "SCHEMA", full_name }, [catalog, name]),
      ),
  },
  table_privileges: {
    columns: [
      ...["grantor", "grantee", "table_catalog", "table_schema", "table_name", "privilege_type", "is_grantable"],
      "inherited_from",
    ],
    rows: async (unity, catalog) =>
      (await inSchemas(unity, catalog, listTables)).flatMap((info) =>
        privileges(unity, { type: "TABLE", full_name: info.full_name ?? "" }, nameOf(info)),
      ),
  },
};

/** From 1, https://docs.databricks.com/en/sql/language-manual/information-schema/columns.html */
const columnRows = (table: TableInfo): Row[] =>
  (table.columns ?? []).map((column, index) => [
    ...[...nameOf(table), column.name, index + 1, column.nullable === false ? "NO" : "YES"],
    ...[column.type_text, column.type_name, column.type_precision || undefined],
    ...[column.type_precision ? column.type_scale : undefined, column.comment],
  ]);

/**
 * Runs a statement that reads information_schema, with the rows in place of its relations: DuckDB takes no schema of that
 * name. `system.information_schema` is that of all catalogs.
 *
 * @returns undefined for a statement that does not
 */
export async function readInformationSchema(
  statement: StatementReader,
  context: CommandContext,
): Promise<Result | undefined> {
  if (!statement.mentions(informationSchema)) return undefined;
  const { unity, session, options } = context;
  const replacements: Replacement[] = [];
  while (!statement.done) {
    const { start } = statement.next;
    const [relation = "", schema, catalog = session.catalog] = statement.dottedParts().toReversed();
    if (schema?.toLowerCase() !== informationSchema || !(relation.toLowerCase() in relations)) continue;
    const rows = await inline(unity, relation.toLowerCase(), catalog.toLowerCase());
    const text = hasAlias(statement) ? rows : `${rows} AS ${backticked([relation])}`;
    replacements.push({ start, end: statement.position, text });
  }
  if (replacements.length === 0) return undefined;
  return unity.engine.execute(spliced(statement.source, replacements), session, options);
}

/** What may follow a relation without an alias. */
const noAlias =
  /^(WHERE|GROUP|ORDER|LIMIT|OFFSET|HAVING|QUALIFY|WINDOW|JOIN|INNER|LEFT|RIGHT|FULL|CROSS|NATURAL|SEMI|ANTI|LATERAL|ON|USING|UNION|EXCEPT|MINUS|INTERSECT|TABLESAMPLE|PIVOT|UNPIVOT|SORT|CLUSTER|DISTRIBUTE)$/i;

const hasAlias = ({ next: { kind, value } }: StatementReader): boolean =>
  kind === "name" || (kind === "word" && !noAlias.test(value));

/** The rows of a relation as a subquery. */
async function inline(unity: UnityCatalog, name: string, catalog: string): Promise<string> {
  const { columns = [], rows } = relations[name] ?? {};
  const catalogs = catalog === "system" ? await unity.metadata.catalogs() : [catalog];
  const found: Row[] = [];
  for (const each of catalogs) {
    await unity.requireCatalog(each);
    found.push(...((await rows?.(unity, each)) ?? []));
  }
  const types = columns.map((column) => column.split(":")[1] ?? "STRING");
  const values = found.length > 0 ? found : [columns.map(() => undefined)];
  const lines = values.map((row) => `(${row.map((value, index) => cell(value, types[index])).join(", ")})`);
  const names = columns.map((_, index) => `c${index}`);
  const selected = columns.map((column, index) => `CAST(c${index} AS ${types[index]}) AS ${column.split(":")[0]}`);
  const condition = found.length > 0 ? "" : " WHERE false";
  return `(SELECT ${selected.join(", ")} FROM (VALUES ${lines.join(", ")}) AS v(${names.join(", ")})${condition})`;
}

function cell(value: unknown, type: string | undefined): string {
  if (value === undefined) return "NULL";
  if (type === "TIMESTAMP") return sqlText(new Date(Number(value)).toISOString());
  return type === "INT" ? String(value) : sqlText(String(value));
}
