import { DatabricksError } from "../../errors/databricks-error.ts";
import type { CallOptions } from "../../http/caller.ts";
import type { SqlClient, Statement } from "./statement.ts";

/** A result column: its name, which need not be unique, and its SQL type such as `DECIMAL(10,2)`. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** A row by position; a cell is the wire's text, or null for SQL NULL. */
export type Row = readonly (string | null)[];

/** How much of a result to read at once. */
export interface ReadLimits {
  readonly rows: number;
  /** Bytes of the rows as JSON. One row is read even when it alone is larger. */
  readonly bytes: number;
}

/** Consecutive rows of a result. */
export interface Page {
  readonly rows: readonly Row[];
  /** Offset of the first row left out; absent at the end of the result. */
  readonly next_row?: number;
  /** Why reading stopped early, when a chunk could not be fetched. */
  readonly read_error?: string;
}

/** The columns of a statement that succeeded; none for one without a result. */
export function columnsOf({ manifest }: Statement): Column[] {
  const columns = manifest?.schema?.columns ?? [];
  return columns.map(({ name, type_text, type_name }) => ({ name: name ?? "", type: type_text ?? type_name ?? "" }));
}

/**
 * Reads rows of a statement that succeeded, from the row offset `from` on, fetching only the chunks it needs.
 * A chunk that cannot be fetched ends the page with `read_error`, so that rows already read are not lost.
 *
 * @throws the signal's reason
 */
export async function readRows(
  client: SqlClient,
  statement: Statement,
  from: number,
  limits: ReadLimits,
  options: CallOptions,
): Promise<Page> {
  const rows: Row[] = [];
  let bytes = 0;
  try {
    for await (const row of rowsFrom(client, statement, from, options)) {
      bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
      if (rows.length > 0 && (rows.length >= limits.rows || bytes > limits.bytes)) {
        return { rows, next_row: from + rows.length };
      }
      rows.push(row);
    }
    return { rows };
  } catch (error) {
    if (options.signal?.aborted || !(error instanceof DatabricksError)) throw error;
    return { rows, next_row: from + rows.length, read_error: error.message };
  }
}

/** Yields rows from an offset on. Chunk 0 came with the statement; the others are fetched when they are reached. */
async function* rowsFrom(client: SqlClient, statement: Statement, from: number, options: CallOptions) {
  const { manifest, result, statement_id = "" } = statement;
  const chunks = manifest?.chunks ?? [];
  const first = chunks.findLast((chunk) => Number(chunk.row_offset ?? 0) <= from)?.chunk_index ?? 0;
  for (let index = first; index < (manifest?.total_chunk_count ?? 1); index++) {
    const chunk =
      index === 0
        ? result
        : await client.statementExecution.getStatementResultChunkN({ statement_id, chunk_index: index }, options);
    const skipped = Math.max(0, from - Number(chunk?.row_offset ?? 0));
    yield* chunk?.data_array?.slice(skipped) ?? [];
  }
}
