import type { DuckDBType } from "@duckdb/node-api";
import type { DuckDB } from "./duckdb.ts";
import type { Column } from "./engine.ts";

/** By DuckDB's type: the API's name and SQL's. */
const simple: Readonly<Record<string, readonly [string, string]>> = {
  BOOLEAN: ["BOOLEAN", "BOOLEAN"],
  TINYINT: ["BYTE", "TINYINT"],
  UTINYINT: ["SHORT", "SMALLINT"],
  SMALLINT: ["SHORT", "SMALLINT"],
  USMALLINT: ["INT", "INT"],
  INTEGER: ["INT", "INT"],
  UINTEGER: ["LONG", "BIGINT"],
  BIGINT: ["LONG", "BIGINT"],
  UBIGINT: ["DECIMAL", "DECIMAL(20,0)"],
  // DuckDB's type of a sum of whole numbers, which is a BIGINT in Databricks.
  HUGEINT: ["LONG", "BIGINT"],
  FLOAT: ["FLOAT", "FLOAT"],
  DOUBLE: ["DOUBLE", "DOUBLE"],
  DATE: ["DATE", "DATE"],
  TIMESTAMP_TZ: ["TIMESTAMP", "TIMESTAMP"],
  TIMESTAMP: ["TIMESTAMP_NTZ", "TIMESTAMP_NTZ"],
  TIMESTAMP_S: ["TIMESTAMP_NTZ", "TIMESTAMP_NTZ"],
  TIMESTAMP_MS: ["TIMESTAMP_NTZ", "TIMESTAMP_NTZ"],
  TIMESTAMP_NS: ["TIMESTAMP_NTZ", "TIMESTAMP_NTZ"],
  BLOB: ["BINARY", "BINARY"],
  INTERVAL: ["INTERVAL", "INTERVAL"],
  SQLNULL: ["NULL", "VOID"],
};

/** DuckDB's functions behind Databricks', where a name of a column tells them. */
const spellings: Readonly<Record<string, string>> = {
  as_bigint: "bigint",
  as_boolean: "boolean",
  as_double: "double",
  as_integer: "int",
  as_smallint: "smallint",
  as_tinyint: "tinyint",
  as_varchar: "string",
  list: "collect_list",
  list_filter: "filter",
  list_sort: "sort_array",
  list_transform: "transform",
  list_value: "array",
};

/** A column of a result as Databricks describes it; STRING for types that it has not. */
export function columnOf(duckdb: DuckDB, name: string, type: DuckDBType | undefined): Column {
  return { name: spelled(name), ...describe(duckdb, type) };
}

/** The name of a column that has no alias is its expression; that of a cast is what is cast. */
function spelled(name: string): string {
  return name
    .replaceAll("count_star()", "count(1)")
    .replace(/^unnest(\(.*\))?$/, "col")
    .replace(/^(?:try_)?as_[a-z]+\((?:[a-z_]\w*\.)*([a-z_]\w*)\)$/i, "$1")
    .replace(/\b(?:main\.)?"?(\w+)"?\(/g, (_, called: string) => `${spellings[called] ?? called}(`);
}

function describe({ DuckDBTypeId: Id }: DuckDB, type: DuckDBType | undefined): Omit<Column, "name"> {
  const text = (inner: DuckDBType): string => describe({ DuckDBTypeId: Id } as DuckDB, inner).type_text;
  if (type === undefined) return { type_name: "STRING", type_text: "STRING" };
  if (type.typeId === Id.DECIMAL) {
    const { width, scale } = type;
    return { type_name: "DECIMAL", type_text: `DECIMAL(${width},${scale})`, type_precision: width, type_scale: scale };
  }
  if (type.typeId === Id.LIST || type.typeId === Id.ARRAY)
    return { type_name: "ARRAY", type_text: `ARRAY<${text(type.valueType)}>` };
  if (type.typeId === Id.MAP)
    return { type_name: "MAP", type_text: `MAP<${text(type.keyType)}, ${text(type.valueType)}>` };
  if (type.typeId === Id.STRUCT) {
    const fields = type.entryNames.map((name, index) => `${name}: ${text(type.entryTypes[index] ?? type)}`);
    return { type_name: "STRUCT", type_text: `STRUCT<${fields.join(", ")}>` };
  }
  const [type_name, type_text] = simple[Id[type.typeId] ?? ""] ?? ["STRING", "STRING"];
  return { type_name, type_text };
}
