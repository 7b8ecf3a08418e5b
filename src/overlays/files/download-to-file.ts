import { randomUUID } from "node:crypto";
import { access, type FileHandle, open, rename, rm } from "node:fs/promises";
import { ArgumentError } from "../../errors/argument-error.ts";
import { TransferError } from "../../errors/transfer-error.ts";
import type { Caller } from "../../http/caller.ts";
import { systemClock } from "../../http/clock.ts";
import { readOn } from "./download-file.ts";
import { inParallel } from "./in-parallel.ts";
import { headFile } from "./operations.ts";
import { type ByteRange, type OpenRange, RemoteFile } from "./remote-file.ts";
import {
  checkPositive,
  checkVolumePath,
  heeding,
  LARGE,
  MIB,
  PARALLELISM,
  Progress,
  type Transfer,
  type TransferOptions,
} from "./transfer.ts";

/** The most parts under way at once; that of databricks-sdk-py. */
const MOST_PARALLEL = 64;
/** Databricks serves ten such requests of one workspace at once; its own CLI keeps to half of them. */
const MOST_THROUGH_DATABRICKS = 5;

/** Options of {@link downloadToFile}. */
export interface DownloadToFileOptions extends TransferOptions {
  /** Whether a file of this machine that is there is replaced; otherwise it is an error. @default false */
  readonly overwrite?: boolean;
  /** Parts under way at once, at most 64; through Databricks at most 5. @default 10 */
  readonly parallelism?: number;
  /** From how many bytes on a file comes in parts. @default 50 MiB */
  readonly parallelFrom?: number;
  /** Bytes of a part. @default 10 MiB */
  readonly partBytes?: number;
}

/** A file that was downloaded. */
export interface DownloadedFile {
  readonly file: string;
  readonly bytes: number;
  /** When it was last changed in the volume, as an HTTP date. */
  readonly lastModified?: string;
}

/**
 * Downloads a file of a volume to a file of this machine, a large one in parts, in parallel. It appears under its name
 * when it is whole; until then, and not after a failure, there is a temporary file beside it. Like `downloadFile`, it
 * goes on where a connection breaks. Needs no memory worth mentioning.
 *
 * @param path `/Volumes/<catalog>/<schema>/<volume>/…`
 * @param file in a directory that is there
 * @throws ArgumentError for a file that is there; what `downloadFile` throws; errors of the file system
 */
export async function downloadToFile(
  client: Caller,
  path: string,
  file: string,
  options: DownloadToFileOptions = {},
): Promise<DownloadedFile> {
  const { overwrite = false, clock = systemClock, signal } = options;
  checkVolumePath(path);
  checkPositive("parallelism", options.parallelism ?? PARALLELISM, MOST_PARALLEL);
  checkPositive("partBytes", options.partBytes ?? 10 * MIB);
  signal?.throwIfAborted();
  if (!overwrite) await checkAbsent(file);
  const temporary = `${file}.${randomUUID()}.part`;
  try {
    const remote = await download({ client, path, clock, signal }, temporary, options);
    if (!overwrite) await checkAbsent(file);
    await rename(temporary, file);
    return { file, ...remote };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function download(
  transfer: Transfer,
  temporary: string,
  options: DownloadToFileOptions,
): Promise<Omit<DownloadedFile, "file">> {
  const { client, path, signal } = transfer;
  const head = await client.call<{ "content-length"?: unknown }>(headFile, { file_path: path }, heeding(signal));
  const size = Number(head["content-length"] ?? Number.NaN);
  const remote = new RemoteFile(transfer);
  const progress = new Progress(Number.isNaN(size) ? undefined : size, options.onProgress);
  const target = await open(temporary, "wx");
  try {
    await fill(target, transfer, remote, rangesOf(size, options), options.parallelism ?? PARALLELISM, progress);
  } finally {
    await target.close();
  }
  const { total = progress.bytes, lastModified } = remote.version ?? {};
  if (progress.bytes !== total) throw TransferError.wrongSize(path, progress.bytes, total);
  return { bytes: total, ...(lastModified !== undefined && { lastModified }) };
}

/** The first range alone settles which version is read, and by which way. */
async function fill(
  target: FileHandle,
  transfer: Transfer,
  remote: RemoteFile,
  [first = { from: 0 }, ...others]: readonly ByteRange[],
  parallelism: number,
  progress: Progress,
): Promise<void> {
  const { path, signal } = transfer;
  async function* opened(): AsyncGenerator<ByteRange | OpenRange> {
    yield begun;
    yield* others;
  }
  const begun = await remote.open(first, signal);
  const workers = remote.isDirect ? parallelism : Math.min(parallelism, MOST_THROUGH_DATABRICKS);
  await inParallel(opened(), workers, signal, async (range, over) => {
    const part = "contents" in range ? range : await remote.open(range, over);
    let at = part.from;
    for await (const chunk of readOn({ path, signal: over }, remote, part, progress)) {
      const end = at + chunk.byteLength;
      while (at < end) at += (await target.write(chunk.subarray(at - end), { position: at })).bytesWritten;
    }
  });
}

/** One range without bounds for a small file, or one whose size nobody says. */
function rangesOf(size: number, { parallelFrom = LARGE, partBytes = 10 * MIB }: DownloadToFileOptions): ByteRange[] {
  if (!(size >= parallelFrom) || size <= partBytes) return [{ from: 0 }];
  const starts = Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => index * partBytes);
  return starts.map((from) => ({ from, to: Math.min(from + partBytes, size) }));
}

async function checkAbsent(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new ArgumentError("file", `is there already: ${file}`, "Choose another name, or overwrite it.");
}
