import { cleanUp } from "../clean-up.ts";
import { askCloud, persistently, withFreshUrl } from "./cloud-request.ts";
import { inParallel } from "./in-parallel.ts";
import { completeUpload } from "./operations.ts";
import { urlBatch } from "./part-sizes.ts";
import { abortUrl, partUrls, type SignedUrl } from "./signed-url.ts";
import type { Piece } from "./source.ts";
import { heeding } from "./transfer.ts";
import type { Upload } from "./upload.ts";

/** A part, and where it goes. */
interface Part {
  /** Counted from 1. */
  readonly number: number;
  readonly piece: Piece;
  readonly signed: SignedUrl;
}

/** What the cloud says of a part that it has. Azure has no ETags; there it is empty. */
interface PartReceipt {
  readonly part_number: number;
  readonly etag: string;
}

/**
 * Uploads to S3 or Azure: the first part alone, to see whether it is let through, then the others in parallel.
 *
 * @param first already taken from the source
 */
export async function multipartUpload(upload: Upload, token: string, first: Piece): Promise<void> {
  const { client, path, parallelism, progress, signal } = upload;
  const receipts: PartReceipt[] = [];
  const put = async (part: Part, over: AbortSignal | undefined) => {
    receipts.push(await putPart(upload, token, part, over));
    progress.add(part.piece.size);
  };
  const parts = partsOf(upload, token, first);
  const { value } = await parts.next();
  if (value) await put(value, signal);
  await inParallel(parts, parallelism, signal, put);
  const args = { file_path: path, action: "complete-upload", upload_type: "multipart", session_token: token };
  const inOrder = receipts.toSorted((a, b) => a.part_number - b.part_number);
  await client.call(completeUpload, { ...args, parts: inOrder }, heeding(signal));
}

/** Throws the parts of an upload away, which would be billed otherwise. Tries for ten seconds. */
export function abortMultipart(upload: Upload, token: string): Promise<void> {
  return cleanUp(async ({ signal }) => {
    const late = { ...upload, signal };
    const signed = await abortUrl(late, token);
    await persistently(() => askCloud({ method: "DELETE", signed, name: "abort upload" }, signal), late);
  });
}

/** The parts in order, each with a URL; URLs are asked for in batches. */
async function* partsOf(upload: Upload, token: string, first: Piece): AsyncGenerator<Part, undefined> {
  const { source, partBytes } = upload;
  const count = source.size === undefined ? undefined : Math.ceil(source.size / partBytes);
  let urls: SignedUrl[] = [];
  let piece = first;
  for (let number = 1; ; number++) {
    const left = count === undefined ? 1 : Math.max(count - number + 1, 1);
    if (urls.length === 0) urls = await partUrls(upload, token, number, Math.min(urlBatch(count), left));
    const signed = urls.shift();
    if (signed) yield { number, piece, signed };
    if (piece.last) return;
    piece = await source.next(partBytes);
  }
}

async function putPart(
  upload: Upload,
  token: string,
  { number, piece, signed }: Part,
  signal: AbortSignal | undefined,
): Promise<PartReceipt> {
  const during = { ...upload, signal };
  const name = `part ${number} of ${upload.path}`;
  const renew = async () => {
    const [renewed = signed] = await partUrls(during, token, number, 1);
    return renewed;
  };
  const put = (url: SignedUrl) => askCloud({ method: "PUT", signed: url, name, content: piece.content }, signal);
  const { headers } = await withFreshUrl(signed, renew, put, during);
  return { part_number: number, etag: headers.get("etag") ?? "" };
}
