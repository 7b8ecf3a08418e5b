import type { Column } from "./engine.ts";

/** Formats of results. Only JSON_ARRAY can be sent inline. */
export type Format = "JSON_ARRAY" | "CSV" | "ARROW_STREAM";

/** A row as the wire has it. */
export type Row = readonly (string | null)[];

/** Collects the rows of one chunk. */
export interface ChunkEncoder {
  add(row: Row): void;
  /** The chunk's file. */
  finish(): Uint8Array | Promise<Uint8Array>;
}

/** What one more row adds to a result, in bytes of JSON. */
export function sizeOf(row: Row): number {
  let size = 2;
  for (const cell of row) size += cell === null ? 5 : cell.length + 3;
  return size;
}

/** An encoder for the chunk with this index. */
export function chunkEncoder(format: Format, columns: readonly Column[], index: number): ChunkEncoder {
  if (format === "CSV") return csvEncoder(columns, index);
  return format === "JSON_ARRAY" ? jsonEncoder() : arrowEncoder(columns);
}

function jsonEncoder(): ChunkEncoder {
  const rows: string[] = [];
  return {
    add: (row) => void rows.push(JSON.stringify(row)),
    finish: () => Buffer.from(`[${rows.join(",\n")}]`),
  };
}

/** Only the first chunk has a header; NULL is the text `null`. */
function csvEncoder(columns: readonly Column[], index: number): ChunkEncoder {
  const lines = index === 0 ? [csvLine(columns.map(({ name }) => name))] : [];
  return {
    add: (row) => void lines.push(csvLine(row)),
    finish: () => Buffer.from(lines.join("")),
  };
}

const csvLine = (row: Row): string => `${row.map(csvCell).join(",")}\n`;

function csvCell(cell: string | null): string {
  if (cell === null) return "null";
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Loads Arrow only when a result is asked for in its format. */
function arrowEncoder(columns: readonly Column[]): ChunkEncoder {
  const rows: Row[] = [];
  return {
    add: (row) => void rows.push(row),
    finish: async () => (await import("./arrow.ts")).arrowStream(columns, rows),
  };
}
