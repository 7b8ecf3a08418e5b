/** A type as Unity Catalog describes it. */
export interface ColumnType {
  /** `LONG`, `ARRAY`, … */
  readonly type_name: string;
  /** As SQL spells it: `bigint`, `array<int>`. */
  readonly type_text: string;
  /** As Spark's schemas in JSON spell it. */
  readonly json: unknown;
  readonly type_precision: number;
  readonly type_scale: number;
}

/** By DuckDB's name: the API's name, SQL's, and that of Spark's JSON. */
const simpleTypes: Readonly<Record<string, readonly [string, string, string]>> = {
  BOOLEAN: ["BOOLEAN", "boolean", "boolean"],
  TINYINT: ["BYTE", "tinyint", "byte"],
  UTINYINT: ["SHORT", "smallint", "short"],
  SMALLINT: ["SHORT", "smallint", "short"],
  USMALLINT: ["INT", "int", "integer"],
  INTEGER: ["INT", "int", "integer"],
  UINTEGER: ["LONG", "bigint", "long"],
  BIGINT: ["LONG", "bigint", "long"],
  FLOAT: ["FLOAT", "float", "float"],
  DOUBLE: ["DOUBLE", "double", "double"],
  BLOB: ["BINARY", "binary", "binary"],
  DATE: ["DATE", "date", "date"],
  "TIMESTAMP WITH TIME ZONE": ["TIMESTAMP", "timestamp", "timestamp"],
  TIMESTAMP: ["TIMESTAMP_NTZ", "timestamp_ntz", "timestamp_ntz"],
  TIMESTAMP_S: ["TIMESTAMP_NTZ", "timestamp_ntz", "timestamp_ntz"],
  TIMESTAMP_MS: ["TIMESTAMP_NTZ", "timestamp_ntz", "timestamp_ntz"],
  TIMESTAMP_NS: ["TIMESTAMP_NTZ", "timestamp_ntz", "timestamp_ntz"],
  INTERVAL: ["INTERVAL", "interval", "interval"],
  JSON: ["VARIANT", "variant", "variant"],
  // DuckDB's type of a sum of whole numbers, which is a BIGINT in Databricks.
  HUGEINT: ["LONG", "bigint", "long"],
  '"NULL"': ["NULL", "void", "void"],
};

/** Integers that only a decimal holds. */
const wideIntegers: Readonly<Record<string, number>> = { UBIGINT: 20, UHUGEINT: 38, BIGNUM: 38 };

/**
 * The type of Databricks that is nearest to one of DuckDB; STRING for what Databricks has not.
 *
 * @param text as `duckdb_columns()` spells it: `STRUCT(a INTEGER, b VARCHAR[])`
 */
export function columnType(text: string): ColumnType {
  const array = /^(.*)\[\d*\]$/s.exec(text)?.[1];
  if (array !== undefined) return arrayType(columnType(array));
  const [, name = text, inner] = /^(\w+)\((.*)\)$/s.exec(text) ?? [];
  if (name === "DECIMAL" && inner) return decimalType(...numbers(inner));
  if (name === "MAP" && inner) return mapType(split(inner).map(columnType));
  if (name === "STRUCT" && inner) return structType(split(inner).map(fieldOf));
  const digits = wideIntegers[name];
  return digits === undefined
    ? simple(...(simpleTypes[name] ?? ["STRING", "string", "string"]))
    : decimalType(digits, 0);
}

const simple = (type_name: string, type_text: string, json: unknown): ColumnType => ({
  type_name,
  type_text,
  json,
  type_precision: 0,
  type_scale: 0,
});

function decimalType(type_precision: number, type_scale: number): ColumnType {
  const text = `decimal(${type_precision},${type_scale})`;
  return { ...simple("DECIMAL", text, text), type_precision, type_scale };
}

const arrayType = (element: ColumnType): ColumnType =>
  simple("ARRAY", `array<${element.type_text}>`, { type: "array", elementType: element.json, containsNull: true });

function mapType([key = columnType("VARCHAR"), value = columnType("VARCHAR")]: ColumnType[]): ColumnType {
  const json = { type: "map", keyType: key.json, valueType: value.json, valueContainsNull: true };
  return simple("MAP", `map<${key.type_text},${value.type_text}>`, json);
}

interface Field {
  readonly name: string;
  readonly type: ColumnType;
}

function structType(fields: readonly Field[]): ColumnType {
  const text = fields.map(({ name, type }) => `${name}:${type.type_text}`).join(",");
  const json = fields.map(({ name, type }) => ({ name, type: type.json, nullable: true, metadata: {} }));
  return simple("STRUCT", `struct<${text}>`, { type: "struct", fields: json });
}

function fieldOf(text: string): Field {
  const [, name = "", type = ""] = /^("(?:[^"]|"")*"|\S+) (.*)$/s.exec(text) ?? [];
  return { name: name.replace(/^"(.*)"$/s, "$1").replaceAll('""', '"'), type: columnType(type) };
}

function numbers(text: string): [number, number] {
  const [precision = 18, scale = 0] = text.split(",").map(Number);
  return [precision, scale];
}

/** Splits at commas that are in no brackets and no quotes. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: found, index } of text.matchAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[(),]/g)) {
    if (found === "(") depth++;
    if (found === ")") depth--;
    if (found === "," && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}
