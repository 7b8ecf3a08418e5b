import { orAborted } from "../../auth/or-aborted.ts";
import { ApiError } from "../../errors/api-error.ts";
import { ResourceConflictError } from "../../errors/api-errors.ts";
import { ArgumentError } from "../../errors/argument-error.ts";
import { DatabricksError } from "../../errors/databricks-error.ts";
import type { Caller } from "../../http/caller.ts";
import { systemClock } from "../../http/clock.ts";
import { abortMultipart, multipartUpload } from "./multipart-upload.ts";
import { putFile } from "./operations.ts";
import { partSize } from "./part-sizes.ts";
import { ResumableUpload } from "./resumable-upload.ts";
import { openSource, type Piece, type UploadSource } from "./source.ts";
import {
  checkPositive,
  checkVolumePath,
  heeding,
  LARGE,
  MIB,
  PARALLELISM,
  Progress,
  type TransferOptions,
} from "./transfer.ts";
import type { Upload } from "./upload.ts";
import { initiate, type UploadSession } from "./upload-session.ts";

/** The most that one request may carry, in bytes (https://docs.databricks.com/api/workspace/files/upload). */
const MOST_AT_ONCE = 5_120 * MIB;

/** Options of {@link uploadFile}. */
export interface UploadOptions extends TransferOptions {
  /** Whether a file that is there is replaced; otherwise it is an error. @default false */
  readonly overwrite?: boolean;
  /** Bytes of a stream, where they are known. A stream of more than 97 GiB needs it. */
  readonly size?: number;
  /** Parts under way at once. As many are in memory when the source is a stream. @default 10 */
  readonly parallelism?: number;
  /** From how many bytes on a file goes in parts. @default 50 MiB */
  readonly multipartFrom?: number;
  /** Bytes of a part; S3 takes 5 MiB to 5 GiB, Google multiples of 256 KiB. @default 10 MiB to 4 GiB, by size */
  readonly partBytes?: number;
}

/** What became of an upload. */
export interface UploadResult {
  readonly path: string;
  readonly bytes: number;
  readonly kind: "single" | UploadSession["kind"];
  /** Why a file that is large went in a single request all the same. */
  readonly fallback?: DatabricksError;
}

/**
 * Uploads a file to a volume. One of less than 50 MiB goes in a single request; a larger one in parts, straight to the
 * cloud's storage: in parallel on S3 and Azure, one after the other on Google. When that fails before the first part has
 * arrived, the file goes in a single request after all; when it fails later, or is aborted, nothing is left behind.
 * Needs memory for `parallelism` parts when the source is a stream, else none worth mentioning.
 *
 * As databricks-sdk-py 0.133 does (`databricks/sdk/mixins/files.py`).
 *
 * @param path `/Volumes/<catalog>/<schema>/<volume>/…`; its directories are made
 * @throws ArgumentError; AlreadyExistsError or ResourceConflictError for a file that is there; PermissionDeniedError and
 * other ApiErrors of Databricks and of the cloud; TransportError; OneShotBodyError when a stream cannot be sent again;
 * what the source throws; the signal's reason
 */
export async function uploadFile(
  client: Caller,
  path: string,
  given: UploadSource,
  options: UploadOptions = {},
): Promise<UploadResult> {
  const { multipartFrom = LARGE, signal } = options;
  checkVolumePath(path);
  checkPositive("multipartFrom", multipartFrom, MOST_AT_ONCE);
  signal?.throwIfAborted();
  const upload = await uploadOf(client, path, given, options);
  try {
    const isLarge = await orAborted(upload.source.reaches(multipartFrom), signal);
    const outcome = isLarge ? await inParts(upload) : await atOnce(upload);
    return { path, bytes: upload.progress.bytes, ...outcome };
  } finally {
    upload.source.close();
  }
}

type Outcome = Pick<UploadResult, "kind" | "fallback">;

async function uploadOf(
  client: Caller,
  path: string,
  given: UploadSource,
  { overwrite = false, size, parallelism = PARALLELISM, partBytes, clock = systemClock, ...rest }: UploadOptions,
): Promise<Upload> {
  checkPositive("parallelism", parallelism);
  const source = await openSource(given, size);
  const inMemory = Symbol.asyncIterator in given;
  const bytes = partBytes ?? partSize(source.size, { inMemory });
  checkPositive("partBytes", bytes, MOST_AT_ONCE);
  const progress = new Progress(source.size, rest.onProgress);
  return { client, path, clock, signal: rest.signal, source, overwrite, parallelism, partBytes: bytes, progress };
}

async function atOnce(upload: Upload, taken?: Piece): Promise<Outcome> {
  const { client, path, source, overwrite, progress, signal } = upload;
  const content = source.whole(taken);
  const counted = Symbol.asyncIterator in content ? counting(content, progress) : content;
  await client.call(putFile, { file_path: path, overwrite, contents: counted }, heeding(signal));
  if (content instanceof Blob) progress.add(content.size);
  if (content instanceof Uint8Array) progress.add(content.byteLength);
  return { kind: "single" };
}

async function* counting(content: AsyncIterable<Uint8Array>, progress: Progress): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    yield chunk;
    progress.add(chunk.byteLength);
  }
}

async function inParts(upload: Upload): Promise<Outcome> {
  const { source, partBytes, signal } = upload;
  const first = await orAborted(source.next(partBytes), signal);
  try {
    const session = await initiate(upload);
    await (session.kind === "multipart" ? multipart(upload, session, first) : resumable(upload, session, first));
    return { kind: session.kind };
  } catch (error) {
    signal?.throwIfAborted();
    if (!mayFallBack(error, upload)) throw error;
    return { ...(await atOnce(upload, first)), fallback: error };
  }
}

async function multipart(upload: Upload, { token }: UploadSession, first: Piece): Promise<void> {
  try {
    upload.signal?.throwIfAborted();
    await multipartUpload(upload, token, first);
  } catch (error) {
    await abortMultipart(upload, token);
    throw error;
  }
}

async function resumable(upload: Upload, { token }: UploadSession, first: Piece): Promise<void> {
  const session = await ResumableUpload.open(upload, token);
  try {
    await session.send(first);
  } catch (error) {
    await session.abort();
    throw error;
  }
}

/** A request that carries everything can do better unless bytes arrived, there are too many, or it would fail alike. */
function mayFallBack(error: unknown, { progress, source }: Upload): error is DatabricksError {
  if (!(error instanceof DatabricksError) || progress.bytes > 0) return false;
  if ((source.size ?? 0) > MOST_AT_ONCE) return false;
  const makesNoSense = error instanceof ApiError && error.errorCode === "UNEXPECTED_ANSWER";
  return !makesNoSense && !(error instanceof ResourceConflictError) && !(error instanceof ArgumentError);
}
