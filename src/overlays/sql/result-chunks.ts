import { IncompleteResultError } from "../../errors/incomplete-result-error.ts";
import { systemClock } from "../../http/clock.ts";
import type { WaitOptions } from "../poll.ts";
import { type ExternalLink, readLinkedFile } from "./external-link.ts";
import { MOST_ROWS, parseRows } from "./json-rows.ts";
import type { Row } from "./result-rows.ts";
import type { ResultData, SqlClient, Statement } from "./statement.ts";

const runAgain =
  "Run it again only if it does nothing but read. Where the cloud's storage cannot be reached from here, take the result inline, which holds 24 MiB.";

/** A chunk: its rows or a link to them, and where it lies in the result. */
type Chunk = ResultData | ExternalLink;

/**
 * Yields all rows of a statement that succeeded, in order, whatever its disposition. Only one chunk is in memory, and a
 * chunk is fetched when those before it have been taken.
 *
 * @throws IncompleteResultError that tells which rows are missing; the signal's reason
 */
export async function* readAllRows(
  client: SqlClient,
  statement: Statement,
  options: WaitOptions,
): AsyncGenerator<readonly Row[]> {
  const { statement_id = "", manifest } = statement;
  const { total_row_count: total, total_chunk_count: chunks = 1 } = manifest ?? {};
  let index: number | undefined = 0;
  let offset = 0;
  while (index !== undefined) {
    const place: Place = { index, offset, name: `chunk ${index + 1} of ${chunks}` };
    try {
      const { rows, next }: ReadChunk = yield* readChunk(client, statement, place, options);
      offset += rows;
      index = next;
    } catch (error) {
      options.signal?.throwIfAborted();
      const why = `${place.name}, from row ${offset} on: ${error instanceof Error ? error.message : String(error)}`;
      throw new IncompleteResultError(statement_id, why, runAgain, error);
    }
  }
  if (total !== undefined && offset !== Number(total)) {
    throw new IncompleteResultError(statement_id, `${offset} rows came of ${total}`, runAgain);
  }
}

/** Where a chunk is expected. */
interface Place {
  readonly index: number;
  /** Rows before it. */
  readonly offset: number;
  /** Stands for it in errors. */
  readonly name: string;
}

/** How many rows a chunk had, and which chunk comes next. */
interface ReadChunk {
  readonly rows: number;
  readonly next: number | undefined;
}

async function* readChunk(
  client: SqlClient,
  statement: Statement,
  { index, offset, name }: Place,
  options: WaitOptions,
): AsyncGenerator<readonly Row[], ReadChunk> {
  const { statement_id = "", manifest, result } = statement;
  const ask = () => client.statementExecution.getStatementResultChunkN({ statement_id, chunk_index: index }, options);
  const data = (index === 0 ? result : await ask()) ?? {};
  const link = linkIn(data, index);
  const chunk: Chunk = link ?? data;
  const announced = [manifest?.chunks?.find(({ chunk_index }) => chunk_index === index) ?? {}, chunk];
  checkOffset(offset, announced);
  const isLinked = data.external_links !== undefined && announced.every(({ row_count }) => Number(row_count) !== 0);
  const renew = async () => linkIn(await ask(), index);
  const patience = { clock: options.clock ?? systemClock, signal: options.signal };
  const batches = isLinked
    ? parseRows(await readLinkedFile(link, name, renew, patience))
    : inBatches(data.data_array ?? []);
  let rows = 0;
  for (const batch of batches) {
    options.signal?.throwIfAborted();
    rows += batch.length;
    yield batch;
  }
  checkCount(rows, announced);
  return { rows, next: nextOf(chunk, index, manifest?.total_chunk_count ?? 1) };
}

function* inBatches(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += MOST_ROWS) yield rows.slice(at, at + MOST_ROWS);
}

/** An answer could link to several chunks. */
function linkIn({ external_links }: ResultData, index: number): ExternalLink | undefined {
  return external_links?.find(({ chunk_index = index }) => chunk_index === index);
}

function checkOffset(offset: number, announced: readonly Chunk[]): void {
  for (const { row_offset = offset } of announced) {
    if (Number(row_offset) !== offset) throw new Error(`it begins with row ${row_offset}`);
  }
}

function checkCount(rows: number, announced: readonly Chunk[]): void {
  for (const { row_count = rows } of announced) {
    if (Number(row_count) !== rows) throw new Error(`${rows} rows came of ${row_count}`);
  }
}

/** The chunk that the answer names, else the next one of the manifest. Of the opaque link only the chunk is of use. */
function nextOf({ next_chunk_index, next_chunk_internal_link }: Chunk, index: number, total: number) {
  const linked = next_chunk_internal_link && Number(/\/chunks\/(\d+)/.exec(next_chunk_internal_link)?.[1]);
  const next = next_chunk_index ?? (linked || (index + 1 < total ? index + 1 : undefined));
  if (next !== undefined && !(next > index)) throw new Error(`chunk ${next} was named as the next one`);
  return next;
}
