import { stringify } from "csv-stringify/sync";
import { type Cell, castRow } from "../overlays/sql/cast.ts";
import type { Column, Row } from "../overlays/sql/result-rows.ts";
import { TextTable } from "./text-table.ts";

/** Names of the formats. */
export type FormatName = "table" | "csv" | "json" | "jsonl";

/** Turns a result into text, page by page. */
export interface RowFormat {
  /** The text of the next rows; the first page says how wide a table is. */
  rows(rows: readonly Row[]): string;
  /** What ends the result. */
  end(): string;
}

/** Makes a format for a result with these columns; `width` limits tables. */
export function rowFormat(name: FormatName, columns: readonly Column[], width?: number): RowFormat {
  switch (name) {
    case "table":
      return tableFormat(columns, width);
    case "csv":
      return csvFormat(columns);
    case "json":
      return jsonFormat(columns);
    case "jsonl":
      return {
        rows: (rows) =>
          objects(rows, columns)
            .map((line) => `${line}\n`)
            .join(""),
        end: () => "",
      };
  }
}

const numeric = /^(TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|DECIMAL)/;

function tableFormat(columns: readonly Column[], width: number | undefined): RowFormat {
  const right = columns.map(({ type }) => numeric.test(type));
  const names = columns.map(({ name }) => name);
  let table: TextTable | undefined;
  const begun = (rows: readonly Row[]): string[] => {
    if (table || columns.length === 0) return [];
    table = new TextTable(names, rows, { width, right });
    return [table.head];
  };
  return {
    rows(rows) {
      const head = begun(rows);
      return [...head, ...rows.map((row) => table?.row(row) ?? "")].map((line) => `${line}\n`).join("");
    },
    end: () => "",
  };
}

/** RFC 4180; the empty string is quoted, so that an empty field can only be NULL. */
function csvFormat(columns: readonly Column[]): RowFormat {
  let begun = columns.length === 0;
  return {
    rows(rows) {
      const header = begun ? [] : [columns.map(({ name }) => name)];
      begun = true;
      return stringify([...header, ...rows], { quoted_match: /^$/ });
    },
    end: () => "",
  };
}

function jsonFormat(columns: readonly Column[]): RowFormat {
  let separator = "[\n";
  return {
    rows(rows) {
      const lines = objects(rows, columns).map((line) => {
        const text = `${separator}${line}`;
        separator = ",\n";
        return text;
      });
      return lines.join("");
    },
    end: () => (separator === "[\n" ? "[]\n" : "\n]\n"),
  };
}

/** Rows as JSON objects. */
function objects(rows: readonly Row[], columns: readonly Column[]): string[] {
  const keys = uniqueNames(columns.map(({ name }) => name)).map((name) => JSON.stringify(name));
  const line = (cells: readonly Cell[]) =>
    `{${cells.map((cell, index) => `${keys[index]}:${JSON.stringify(cell)}`).join(",")}}`;
  return rows.map((row) => line(castRow(row, columns)));
}

/** Names of which none comes twice: the second `id` becomes `id_2`. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 2; taken.has(unique) || (unique !== name && names.includes(unique)); count++) {
      unique = `${name}_${count}`;
    }
    taken.add(unique);
    return unique;
  });
}
