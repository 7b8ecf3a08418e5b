import type { Token } from "./tokens.ts";

/** Data types of Databricks that DuckDB spells differently; a DECIMAL without precision has ten digits. */
const types: Readonly<Record<string, string>> = {
  BINARY: "BLOB",
  BYTE: "TINYINT",
  DEC: "DECIMAL(10,0)",
  DECIMAL: "DECIMAL(10,0)",
  LONG: "BIGINT",
  NUMERIC: "DECIMAL(10,0)",
  SHORT: "SMALLINT",
  STRING: "VARCHAR",
  TIMESTAMP: "TIMESTAMPTZ",
  TIMESTAMP_LTZ: "TIMESTAMPTZ",
  TIMESTAMP_NTZ: "TIMESTAMP",
  VARIANT: "JSON",
};

/**
 * Reads the data type that stands at an index of tokens without spaces.
 *
 * @returns DuckDB's name of it, and how many tokens it takes
 */
export function readDataType(tokens: readonly Token[], at: number): { text: string; length: number } {
  const name = tokens[at]?.value.toUpperCase() ?? "";
  const next = tokens[at + 1]?.text;
  if (next === "<" && ["ARRAY", "MAP", "STRUCT"].includes(name)) return nestedType(name, tokens, at);
  if (next !== "(") return { text: types[name] ?? name, length: 1 };
  const end = tokens.findIndex(({ text }, index) => index > at && text === ")");
  const length = tokens.slice(at + 1, end + 1).map(({ text }) => text);
  return { text: (types[name]?.replace(/\(.*/, "") ?? name) + length.join(""), length: 1 + length.length };
}

/** `ARRAY<T>`, `MAP<K, V>`, `STRUCT<name: T COMMENT 'text', …>` */
function nestedType(name: string, tokens: readonly Token[], at: number): { text: string; length: number } {
  const parts: string[] = [];
  let index = at + 2;
  while (index < tokens.length && tokens[index]?.text !== ">") {
    let field = "";
    if (name === "STRUCT") {
      field = `"${tokens[index]?.value.replaceAll('"', '""')}" `;
      index += tokens[index + 1]?.text === ":" ? 2 : 1;
    }
    const { text, length } = readDataType(tokens, index);
    parts.push(field + text);
    index += length;
    while (index < tokens.length && ![",", ">"].includes(tokens[index]?.text ?? "")) index += 1;
    if (tokens[index]?.text === ",") index += 1;
  }
  const text = name === "ARRAY" ? `${parts[0]}[]` : `${name}(${parts.join(", ")})`;
  return { text, length: index + 1 - at };
}

/** What DuckDB's `from_json` wants to know of a type. */
export type JsonStructure = string | readonly JsonStructure[] | { readonly [field: string]: JsonStructure };

/** The structure of a type that stands at an index, and how many tokens it takes. */
export function readJsonStructure(tokens: readonly Token[], at: number): { value: JsonStructure; length: number } {
  const name = tokens[at]?.value.toUpperCase() ?? "";
  if (tokens[at + 1]?.text !== "<" || name === "MAP") {
    const { text, length } = readDataType(tokens, at);
    return { value: text, length };
  }
  if (name === "ARRAY") {
    const { value, length } = readJsonStructure(tokens, at + 2);
    return { value: [value], length: length + 3 };
  }
  const fields: Record<string, JsonStructure> = {};
  let index = at + 2;
  while (index < tokens.length && tokens[index]?.text !== ">") {
    const field = tokens[index]?.value ?? "";
    const { value, length } = readJsonStructure(tokens, index + (tokens[index + 1]?.text === ":" ? 2 : 1));
    fields[field] = value;
    index += length + (tokens[index + 1]?.text === ":" ? 2 : 1);
    if (tokens[index]?.text === ",") index += 1;
  }
  return { value: fields, length: index + 1 - at };
}
