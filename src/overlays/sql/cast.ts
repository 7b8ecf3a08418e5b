import { type Int64, parseInt64 } from "../../http/int64.ts";
import type { Column } from "./result-rows.ts";

/** A cell as JSON can carry it. */
export type Cell = boolean | Int64 | string | null;

const casts: Readonly<Record<string, (text: string) => Cell>> = {
  BOOLEAN: (text) => (text === "true" || text === "false" ? text === "true" : text),
  TINYINT: finiteNumber,
  SMALLINT: finiteNumber,
  INT: finiteNumber,
  BIGINT: parseInt64,
  FLOAT: finiteNumber,
  DOUBLE: finiteNumber,
};

/**
 * Turns the wire's text cells into JSON values where nothing can be lost: booleans, integers (BIGINT beyond 2^53-1 stays
 * digits), and finite floating point numbers. DECIMAL, dates, nested and all other types stay text; null stays null.
 */
export function castRow(row: readonly (string | null)[], columns: readonly Column[]): Cell[] {
  return row.map((cell, index) => (cell === null ? null : (casts[columns[index]?.type ?? ""]?.(cell) ?? cell)));
}

function finiteNumber(text: string): number | string {
  const value = Number(text);
  return text !== "" && Number.isFinite(value) ? value : text;
}
