import { TransferError } from "../../errors/transfer-error.ts";
import { TransportError } from "../../errors/transport-error.ts";
import type { Caller } from "../../http/caller.ts";
import { systemClock } from "../../http/clock.ts";
import { type ByteRange, type OpenRange, RemoteFile } from "./remote-file.ts";
import { checkPositive, checkVolumePath, Progress, type Transfer, type TransferOptions } from "./transfer.ts";

/** Options of {@link downloadFile}. */
export interface DownloadOptions extends TransferOptions {
  /** The first byte to read. @default 0 */
  readonly offset?: number;
  /** How many bytes to read; fewer come at the end of the file. @default all that are left */
  readonly length?: number;
}

/** A file, or a part of it, that is being read. */
export interface Download {
  /** Must be read to its end or cancelled. Fails with what `downloadFile` throws. */
  readonly contents: ReadableStream<Uint8Array>;
  /** Bytes of `contents`; absent when Databricks does not say. */
  readonly bytes?: number;
  /** Bytes of the whole file; absent when Databricks does not say. */
  readonly total?: number;
  readonly contentType?: string;
  /** An HTTP date. */
  readonly lastModified?: string;
}

/**
 * Reads a file of a volume: straight from the cloud's storage, or through Databricks when that fails. A stream that
 * breaks goes on where it broke, as long as the file has not changed, any number of times, but not twice without a byte
 * in between. Nothing is read ahead.
 *
 * As databricks-sdk-py 0.133 does (`databricks/sdk/mixins/files.py`).
 *
 * @param path `/Volumes/<catalog>/<schema>/<volume>/…`
 * @throws ArgumentError; NotFoundError, PermissionDeniedError and other ApiErrors (status 416 for an offset behind the
 * end); TransportError; TransferError when the file changed on the way; the signal's reason
 */
export async function downloadFile(client: Caller, path: string, options: DownloadOptions = {}): Promise<Download> {
  const { clock = systemClock, signal, onProgress } = options;
  checkVolumePath(path);
  signal?.throwIfAborted();
  const gone = new AbortController();
  const over = signal ? AbortSignal.any([signal, gone.signal]) : gone.signal;
  const transfer: Transfer = { client, path, clock, signal: over };
  const file = new RemoteFile(transfer);
  const first = await file.open(rangeOf(options), over);
  const bytes = first.to === undefined ? undefined : first.to - first.from;
  const progress = new Progress(bytes, onProgress);
  const { total, lastModified } = file.version ?? {};
  return {
    contents: streamOf(readOn(transfer, file, first, progress), gone),
    ...(bytes !== undefined && { bytes }),
    ...(total !== undefined && { total }),
    ...(first.contentType !== undefined && { contentType: first.contentType }),
    ...(lastModified !== undefined && { lastModified }),
  };
}

/** The chunks of a range, which is opened again where it breaks off. */
export async function* readOn(
  { path, signal }: Pick<Transfer, "path" | "signal">,
  file: RemoteFile,
  first: OpenRange,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const { to } = first;
  let open = first;
  let at = first.from;
  for (let reopenedAt = -1; ; reopenedAt = at) {
    try {
      for await (const chunk of open.contents) {
        at += chunk.byteLength;
        if (to !== undefined && at > to) break;
        progress.add(chunk.byteLength);
        yield chunk;
      }
      if (to === undefined || at === to) return;
      throw TransferError.wrongSize(path, at - first.from, to - first.from);
    } catch (error) {
      if (at === to) return;
      const mayGoOn = isBroken(error) && reopenedAt !== at && (to === undefined || at < to);
      if (!mayGoOn || file.version?.lastModified === undefined) throw error;
    }
    open = await file.open({ from: at, to }, signal);
  }
}

/** The connection broke, or the stream ended before its time. */
function isBroken(error: unknown): boolean {
  return error instanceof TransportError || error instanceof TransferError;
}

function rangeOf({ offset = 0, length }: DownloadOptions): ByteRange {
  checkPositive("offset", offset + 1);
  if (length !== undefined) checkPositive("length", length);
  return { from: offset, ...(length !== undefined && { to: offset + length }) };
}

function streamOf(chunks: AsyncGenerator<Uint8Array>, gone: AbortController): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(error);
        }
      },
      cancel(reason) {
        gone.abort(reason);
        void chunks.return(undefined).catch(() => {});
      },
    },
    { highWaterMark: 0 },
  );
}
