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
