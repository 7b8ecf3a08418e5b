import type { Result } from "../sql/engine.ts";
import { getCatalog } from "./catalogs.ts";
import { type Command, objectNamed, resultOf, schemaNamed, unsupported } from "./command.ts";
import { getFunction } from "./functions.ts";
import { getSchema } from "./schemas.ts";
import { getTable, type TableInfo } from "./tables.ts";
import { getVolume } from "./volumes.ts";

/** As Spark spells a time: `Sat Jan 02 03:04:05 UTC 2026`. */
function spelled(time: unknown): string {
  const [day, date, month, year, clock] = new Date(Number(time)).toUTCString().replace(",", "").split(" ");
  return `${day} ${month} ${date} ${clock} UTC ${year}`;
}

const pairs = (columns: readonly [string, string], entries: Readonly<Record<string, string | undefined>>): Result =>
  resultOf(
    columns,
    Object.entries(entries).map(([name, value]) => [name, value ?? ""]),
  );

/** `DESCRIBE CATALOG [EXTENDED] name` */
export const describeCatalog: Command = async (statement, { unity }) => {
  const extended = statement.take("EXTENDED");
  const info = await getCatalog(unity, statement.identifier());
  statement.end();
  return pairs(["info_name", "info_value"], {
    "Catalog Name": info.name,
    Comment: info.comment,
    Owner: info.owner,
    ...(extended && {
      "Created By": info.created_by,
      "Created Time": spelled(info.created_at),
      "Updated By": info.updated_by,
      "Updated Time": spelled(info.updated_at),
      "Catalog Type": "Regular",
    }),
  });
};

/** `DESCRIBE SCHEMA [EXTENDED] name` */
export const describeSchema: Command = async (statement, { unity, session }) => {
  const extended = statement.take("EXTENDED");
  const info = await getSchema(unity, schemaNamed(statement.name(), session));
  statement.end();
  return pairs(["database_description_item", "database_description_value"], {
    "Catalog Name": info.catalog_name,
    "Namespace Name": info.name,
    Comment: info.comment,
    Location: info.storage_location,
    Owner: info.owner,
    ...(extended && { Properties: properties(info.properties) }),
  });
};

/** `DESCRIBE VOLUME name` */
export const describeVolume: Command = async (statement, { unity, session }) => {
  const info = await getVolume(unity, objectNamed(statement.name(), session));
  statement.end();
  return resultOf(
    ["name", "catalog", "database", "owner", "storageLocation", "volumeType", "comment"],
    [
      [
        info.name,
        info.catalog_name,
        info.schema_name,
        info.owner,
        info.storage_location,
        info.volume_type,
        info.comment,
      ].map((value) => value ?? null),
    ],
  );
};

/** `DESCRIBE FUNCTION [EXTENDED] name` */
export const describeFunction: Command = async (statement, { unity, session }) => {
  const extended = statement.take("EXTENDED");
  const info = await getFunction(unity, objectNamed(statement.name(), session));
  statement.end();
  const parameters = (info.input_params?.parameters ?? []).map(
    ({ name, type_text }) => `${name} ${type_text.toUpperCase()}`,
  );
  const lines = [
    `Function: ${info.full_name}`,
    `Type:     ${info.data_type === "TABLE_TYPE" ? "TABLE" : "SCALAR"}`,
    `Input:    ${parameters.join(", ")}`,
    `Returns:  ${info.full_data_type}`,
    ...(extended
      ? [`Comment:  ${info.comment ?? ""}`, `Owner:    ${info.owner}`, `Body:     ${info.routine_definition}`]
      : []),
  ];
  return resultOf(
    ["function_desc"],
    lines.map((line) => [line]),
  );
};

/** `DESCRIBE HISTORY` and `DESCRIBE DETAIL`: what Delta Lake keeps and DuckDB does not. */
export const describeHistory: Command = () => {
  throw unsupported("table history: tables have one version here");
};

/** `DESCRIBE QUERY query` */
export const describeQuery: Command = async (statement, { unity, session, options }) => {
  const { columns, close } = await unity.engine.run(statement.rest, session, options);
  close();
  return resultOf(
    ["col_name", "data_type", "comment"],
    columns.map(({ name, type_text }) => [name, type_text.toLowerCase(), null]),
  );
};

/** `DESCRIBE [TABLE] [EXTENDED] name [column]`, and `DESCRIBE query` */
export const describeTable: Command = async (statement, context) => {
  if (statement.sees("SELECT") || statement.sees("WITH")) return describeQuery(statement, context);
  const { unity, session } = context;
  const extended = statement.take("EXTENDED") || statement.take("FORMATTED");
  const table = await getTable(unity, objectNamed(statement.name(), session));
  const wanted = statement.done ? undefined : statement.identifier();
  statement.end();
  if (wanted !== undefined) return describeColumn(table, wanted);
  const columns = (table.columns ?? []).map(({ name = "", type_text = "", comment }) => [
    name,
    type_text,
    comment ?? null,
  ]);
  return resultOf(["col_name", "data_type", "comment"], extended ? [...columns, ...details(table)] : columns);
};

function describeColumn({ columns = [] }: TableInfo, wanted: string): Result {
  const found = columns.find(({ name = "" }) => name.toLowerCase() === wanted.toLowerCase());
  return pairs(["info_name", "info_value"], {
    col_name: found?.name ?? wanted,
    data_type: found?.type_text ?? "NULL",
    comment: found?.comment ?? "NULL",
  });
}

const details = (table: TableInfo): string[][] =>
  Object.entries({
    "": "",
    "# Detailed Table Information": "",
    Catalog: table.catalog_name,
    Database: table.schema_name,
    Table: table.name,
    "Created Time": spelled(table.created_at),
    "Last Access": "UNKNOWN",
    "Created By": table.created_by,
    Type: table.table_type,
    ...(table.comment !== undefined && { Comment: table.comment }),
    ...(table.view_definition !== undefined && { "View Text": table.view_definition }),
    ...(table.storage_location !== undefined && { Location: table.storage_location, Provider: "delta" }),
    Owner: table.owner,
    ...(table.table_type === "MANAGED" && { Is_managed_location: "true" }),
    "Table Properties": properties(table.properties),
  }).map(([name, value]) => [name, value ?? "", ""]);

const properties = (values: Readonly<Record<string, string>> = {}): string =>
  `[${Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(",")}]`;
