import { orAborted } from "../../auth/or-aborted.ts";
import { ApiError } from "../../errors/api-error.ts";
import { readApiError } from "../../errors/read-api-error.ts";
import { TransferError } from "../../errors/transfer-error.ts";
import { backOffMs } from "../../http/retry.ts";
import type { WireAnswer } from "../../http/wire.ts";
import { cleanUp } from "../clean-up.ts";
import { isPassing } from "./cloud-error.ts";
import { ATTEMPTS, askCloud, persistently } from "./cloud-request.ts";
import { putFile } from "./operations.ts";
import { resumableUrl, type SignedUrl } from "./signed-url.ts";
import { type Piece, sliced } from "./source.ts";
import type { Upload } from "./upload.ts";

/**
 * An upload to Google storage: parts go to one URL, one after the other, and the cloud says how far it has come
 * (https://cloud.google.com/storage/docs/performing-resumable-uploads).
 */
export class ResumableUpload {
  readonly #upload: Upload;
  readonly #signed: SignedUrl;

  private constructor(upload: Upload, signed: SignedUrl) {
    this.#upload = upload;
    this.#signed = signed;
  }

  /** Asks for the URL. */
  static async open(upload: Upload, token: string): Promise<ResumableUpload> {
    return new ResumableUpload(upload, await resumableUrl(upload, token));
  }

  /**
   * Sends everything.
   *
   * @param first already taken from the source
   * @throws AlreadyExistsError; TransferError for an answer that makes no sense
   */
  async send(first: Piece): Promise<void> {
    const { source, partBytes, signal } = this.#upload;
    let piece = first;
    for (;;) {
      await this.#sendPiece(piece);
      if (piece.last) return;
      piece = await orAborted(source.next(partBytes), signal);
    }
  }

  /** Throws away what has arrived. Tries for ten seconds. The cloud answers 499. */
  abort(): Promise<void> {
    return cleanUp(async ({ signal }) => {
      const request = { method: "DELETE", signed: this.#signed, name: "abort upload", alsoFine: 499 } as const;
      await persistently(() => askCloud(request, signal), { ...this.#upload, signal });
    });
  }

  /** After a failure the cloud is asked how far it has come, since it may have more, or less, than was sent. */
  async #sendPiece(piece: Piece): Promise<void> {
    const { progress, clock, signal } = this.#upload;
    let at = piece.offset;
    let failures = 0;
    let asking = false;
    while (at < piece.offset + piece.size) {
      try {
        const reached = this.#reached(await (asking ? this.#ask() : this.#put(piece, at)), piece, at);
        progress.add(reached - at);
        if (reached > at) failures = 0;
        else if (!asking && ++failures === ATTEMPTS) throw this.#unexpected("takes no more bytes");
        at = reached;
        asking = false;
      } catch (error) {
        if (!isPassing(error) || ++failures >= ATTEMPTS) throw this.#named(error);
        await clock.sleep(backOffMs(failures, clock), signal);
        asking = true;
      }
    }
  }

  #put({ offset, size, content, last }: Piece, from: number): Promise<WireAnswer> {
    const end = offset + size;
    const total = last ? end : (this.#upload.source.size ?? "*");
    return this.#request(`bytes ${from}-${end - 1}/${total}`, sliced(content, from - offset));
  }

  #ask(): Promise<WireAnswer> {
    return this.#request("bytes */*");
  }

  #request(range: string, content?: Uint8Array | Blob): Promise<WireAnswer> {
    const { path, signal } = this.#upload;
    const request = { method: "PUT", signed: this.#signed, name: `upload of ${path}`, alsoFine: 308 } as const;
    return askCloud({ ...request, headers: { "content-range": range }, ...(content && { content }) }, signal);
  }

  /** How far the cloud has come: 308 tells the last byte it has, if any; anything else that it has made the file. */
  #reached({ status, headers }: WireAnswer, { offset, size, last }: Piece, at: number): number {
    const end = offset + size;
    if (status !== 308) {
      if (last) return end;
      this.#upload.progress.add(end - at);
      throw this.#unexpected(`was taken for whole after ${end} bytes`);
    }
    const range = headers.get("range") ?? "";
    const reached = range === "" ? 0 : Number(/^bytes=0-(\d+)$/.exec(range)?.[1] ?? Number.NaN) + 1;
    if (!(reached >= at && reached <= end)) throw this.#unexpected(`stands at "${range}" after byte ${at} was reached`);
    if (last && reached === end) throw this.#unexpected("was not taken for whole at its end");
    return reached;
  }

  #unexpected(problem: string): TransferError {
    return TransferError.unexpected(this.#upload.path, `the upload ${problem}`);
  }

  /** Google says of a file that is there already only that a condition does not hold. */
  #named(error: unknown): unknown {
    if (!(error instanceof ApiError) || error.status !== 412 || this.#upload.overwrite) return error;
    const exists = { error_code: "ALREADY_EXISTS", message: "The file being created already exists." };
    const request = { method: putFile.method, path: putFile.path, redact: (text: string) => text };
    return readApiError(request, { status: 409, headers: new Headers() }, JSON.stringify(exists));
  }
}
