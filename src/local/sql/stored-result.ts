import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Column, Result } from "./engine.ts";
import { type ChunkEncoder, chunkEncoder, type Format, sizeOf } from "./result-format.ts";
import { SqlError } from "./sql-error.ts";

/** A part of a result, which is one file. */
export interface Chunk {
  readonly chunk_index: number;
  readonly row_offset: number;
  readonly row_count: number;
  /** Size of the file. */
  readonly byte_count: number;
}

/** A result on disk. */
export interface StoredResult {
  readonly columns: readonly Column[];
  readonly chunks: readonly Chunk[];
  /** Whether a limit left rows out. */
  readonly truncated: boolean;
}

/** How to store a result. Limits in rows, and in bytes of JSON. */
export interface StoreOptions {
  readonly directory: string;
  readonly format: Format;
  readonly disposition: "INLINE" | "EXTERNAL_LINKS";
  readonly rowLimit?: number;
  readonly byteLimit?: number;
}

/** An inline result that is larger fails (https://docs.databricks.com/api/workspace/statementexecution). */
const inlineLimit = 25 * 2 ** 20;

/** Where an external result ends without a limit of its own. Databricks: 100 GiB; a laptop has less room. */
const externalLimit = 4 * 2 ** 30;

/** Bytes of JSON after which a chunk ends. */
const chunkSize = { INLINE: 2 ** 20, EXTERNAL_LINKS: 16 * 2 ** 20 };

/** The file of a chunk. */
export const chunkFile = (directory: string, index: number): string => join(directory, String(index));

/**
 * Writes the rows of a result to files, one chunk at a time, so that no more than a chunk is in memory.
 *
 * @throws SqlError when an inline result is too large, or when the statement fails on its way
 */
export async function storeResult(result: Result, options: StoreOptions): Promise<StoredResult> {
  const { directory, format, disposition, rowLimit = Infinity } = options;
  const byteLimit = options.byteLimit ?? (disposition === "INLINE" ? Infinity : externalLimit);
  const { columns } = result;
  const writer = new ChunkWriter(directory, (index) => chunkEncoder(format, columns, index));
  await mkdir(directory, { recursive: true });
  let [rows, bytes, truncated] = [0, 0, false];
  try {
    for await (const row of result.rows) {
      const size = sizeOf(row);
      truncated = rows >= rowLimit || bytes + size > byteLimit;
      if (truncated) break;
      if (disposition === "INLINE" && bytes + size > inlineLimit) throw inlineTooLarge();
      writer.add(row);
      [rows, bytes] = [rows + 1, bytes + size];
      if (bytes - writer.flushedBytes >= chunkSize[disposition]) await writer.flush(bytes);
    }
  } finally {
    result.close();
  }
  await writer.end(bytes);
  return { columns, chunks: writer.chunks, truncated };
}

const inlineTooLarge = (): SqlError =>
  new SqlError(
    "INLINE_BYTE_LIMIT_EXCEEDED",
    "54000",
    `The result is larger than ${inlineLimit} bytes, which is the most that disposition INLINE can send: take EXTERNAL_LINKS, or set a limit.`,
  );

class ChunkWriter {
  readonly chunks: Chunk[] = [];
  /** Of the rows that are on disk, as they were counted. */
  flushedBytes = 0;
  readonly #directory: string;
  readonly #encoderOf: (index: number) => ChunkEncoder;
  #encoder: ChunkEncoder;
  #offset = 0;
  #rows = 0;

  constructor(directory: string, encoderOf: (index: number) => ChunkEncoder) {
    this.#directory = directory;
    this.#encoderOf = encoderOf;
    this.#encoder = encoderOf(0);
  }

  add(row: readonly (string | null)[]): void {
    this.#encoder.add(row);
    this.#rows += 1;
  }

  async flush(bytes: number): Promise<void> {
    const contents = await this.#encoder.finish();
    const index = this.chunks.length;
    await writeFile(chunkFile(this.#directory, index), contents);
    this.chunks.push({
      chunk_index: index,
      row_offset: this.#offset,
      row_count: this.#rows,
      byte_count: contents.length,
    });
    this.#offset += this.#rows;
    this.#rows = 0;
    this.flushedBytes = bytes;
    this.#encoder = this.#encoderOf(index + 1);
  }

  /** Even a result without rows has a chunk. */
  async end(bytes: number): Promise<void> {
    if (this.#rows > 0 || this.chunks.length === 0) await this.flush(bytes);
  }
}
