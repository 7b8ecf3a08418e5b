import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { DuckDB } from "./duckdb.ts";

/** Writes a value that is not NULL as the wire does. */
export type CellWriter = (value: DuckDBValue) => string;

/** How values of a type are written: numbers as Java does, timestamps by ISO 8601, nested values as JSON, bytes as base64. */
export function cellWriter(duckdb: DuckDB, type: DuckDBType): CellWriter {
  const { DuckDBTypeId: Id } = duckdb;
  switch (type.typeId) {
    case Id.DOUBLE:
      return (value) => javaNumber(String(value));
    case Id.FLOAT:
      return (value) => javaNumber(shortestFloat(Number(value)));
    case Id.TIMESTAMP_TZ:
      return (value) => `${isoOf(value)}Z`;
    case Id.TIMESTAMP:
    case Id.TIMESTAMP_S:
    case Id.TIMESTAMP_MS:
    case Id.TIMESTAMP_NS:
      return isoOf;
    case Id.BLOB:
      return (value) => (value instanceof duckdb.DuckDBBlobValue ? Buffer.from(value.bytes).toString("base64") : "");
    case Id.LIST:
    case Id.ARRAY:
    case Id.STRUCT:
    case Id.MAP:
      return jsonWriter(duckdb, type);
    default:
      return String;
  }
}

/** How values of a type are written inside of JSON. */
function jsonWriter(duckdb: DuckDB, type: DuckDBType): CellWriter {
  const { DuckDBTypeId: Id } = duckdb;
  if (type.typeId === Id.LIST || type.typeId === Id.ARRAY) {
    const write = orNull(jsonWriter(duckdb, type.valueType));
    return (value) =>
      value instanceof duckdb.DuckDBListValue || value instanceof duckdb.DuckDBArrayValue
        ? `[${value.items.map(write).join(",")}]`
        : "[]";
  }
  if (type.typeId === Id.MAP) {
    const writeKey = cellWriter(duckdb, type.keyType);
    const write = orNull(jsonWriter(duckdb, type.valueType));
    return (value) => {
      const entries = value instanceof duckdb.DuckDBMapValue ? value.entries : [];
      return `{${entries.map(({ key, value: each }) => `${JSON.stringify(writeKey(key))}:${write(each)}`).join(",")}}`;
    };
  }
  if (type.typeId === Id.STRUCT) {
    const fields = type.entryNames.map((name, index): [string, CellWriter] => [
      name,
      orNull(jsonWriter(duckdb, type.entryTypes[index] ?? type)),
    ]);
    return (value) => {
      const entries = value instanceof duckdb.DuckDBStructValue ? value.entries : {};
      return `{${fields.map(([name, write]) => `${JSON.stringify(name)}:${write(entries[name] ?? null)}`).join(",")}}`;
    };
  }
  const write = cellWriter(duckdb, type);
  return (value) =>
    typeof value === "boolean" || typeof value === "bigint" || Number.isFinite(value) || type.typeId === Id.DECIMAL
      ? write(value)
      : JSON.stringify(write(value));
}

const orNull =
  (write: CellWriter): CellWriter =>
  (value) =>
    value === null ? "null" : write(value);

/** `1` is `1.0`, and from ten millions on there is an exponent: `1.0E7`. */
function javaNumber(text: string): string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return text.includes(".") ? text : `${text}.0`;
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${exponent.replace("+", "")}`;
}

/** The fewest digits that mean this 32-bit number. */
function shortestFloat(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

/** ISO 8601 in UTC, with milliseconds, or microseconds where there are some; without zone. */
function isoOf(value: DuckDBValue): string {
  const micros = microsOf(value);
  if (micros === undefined) return String(value);
  const millis = Number(micros / 1000n) - (micros % 1000n < 0n ? 1 : 0);
  const rest = Number(((micros % 1000n) + 1000n) % 1000n);
  if (Math.abs(millis) > 8.64e15) return String(value);
  return new Date(millis).toISOString().slice(0, -1) + (rest === 0 ? "" : String(rest).padStart(3, "0"));
}

function microsOf(value: DuckDBValue): bigint | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("micros" in value) return value.micros;
  if ("millis" in value) return value.millis * 1000n;
  if ("seconds" in value) return value.seconds * 1_000_000n;
  return "nanos" in value ? value.nanos / 1000n : undefined;
}
