import { ApiError } from "../../errors/api-error.ts";
import { TransferError } from "../../errors/transfer-error.ts";
import type { Streamed } from "../../http/caller.ts";
import type { HeaderFields } from "../../http/headers.ts";
import type { Int64 } from "../../http/int64.ts";
import { streamFromCloud, withFreshUrl } from "./cloud-request.ts";
import { getFile } from "./operations.ts";
import { downloadUrl, type SignedUrl } from "./signed-url.ts";
import { heeding, type Transfer } from "./transfer.ts";

/** A part of a file: bytes from `from` to before `to`, or to its end. */
export interface ByteRange {
  readonly from: number;
  readonly to?: number | undefined;
}

/** A part of a file that is being read. */
export interface OpenRange {
  readonly contents: ReadableStream<Uint8Array>;
  readonly from: number;
  /** Absent when nobody says where it ends. */
  readonly to: number | undefined;
  readonly contentType: string | undefined;
}

/** Which state of a file is being read. */
interface Version {
  /** An HTTP date. */
  readonly lastModified: string | undefined;
  /** Of the cloud; Databricks has none, or its own. */
  readonly etag: string | undefined;
  /** Bytes of the whole file. */
  readonly total: number | undefined;
}

/** What an answer says beside its contents; see `getFile`. */
interface Answered extends Streamed {
  readonly "content-length"?: Int64;
  readonly "content-range"?: string;
  readonly "content-type"?: string;
  readonly "last-modified"?: string;
  readonly etag?: string;
}

type Origin = "cloud" | "databricks";

/**
 * A file in a volume, to be read in any number of ranges: from the cloud's storage, or through Databricks once that has
 * failed. Every range after the first is of the same version of the file.
 */
export class RemoteFile {
  readonly #transfer: Transfer;
  #origin: Origin = "cloud";
  #signed: SignedUrl | undefined;
  #version: (Version & { readonly origin: Origin }) | undefined;

  constructor(transfer: Transfer) {
    this.#transfer = transfer;
  }

  /** Which version is read; absent before the first range. */
  get version(): Version | undefined {
    return this.#version;
  }

  /** Whether its bytes come from the cloud, not through Databricks. */
  get isDirect(): boolean {
    return this.#origin === "cloud";
  }

  /**
   * Begins to read a range.
   *
   * @throws ApiError, TransportError; TransferError when the file changed since the first range
   */
  async open(range: ByteRange, signal: AbortSignal | undefined): Promise<OpenRange> {
    const headers = this.#headers(range);
    try {
      if (this.isDirect) return this.#received(await this.#fromCloud(headers, signal), range, "cloud");
    } catch (error) {
      signal?.throwIfAborted();
      if (isChanged(error)) throw TransferError.changed(this.#transfer.path);
      this.#origin = "databricks";
    }
    return this.#throughDatabricks(range, headers, signal);
  }

  async #fromCloud(headers: HeaderFields, signal: AbortSignal | undefined): Promise<Answered> {
    const during = { ...this.#transfer, signal };
    const renew = async () => {
      this.#signed = await downloadUrl(during);
      return this.#signed;
    };
    const name = this.#transfer.path;
    const get = (signed: SignedUrl) =>
      streamFromCloud<Answered>({ method: "GET", signed, name, headers }, getFile.answer, signal);
    return withFreshUrl(this.#signed ?? (await renew()), renew, get, during);
  }

  async #throughDatabricks(
    range: ByteRange,
    headers: HeaderFields,
    signal: AbortSignal | undefined,
  ): Promise<OpenRange> {
    const { client, path } = this.#transfer;
    const options = { ...heeding(signal), headers, stream: true };
    try {
      const answered = await client.call<Answered>(getFile, { file_path: path }, options);
      return this.#received(answered, range, "databricks");
    } catch (error) {
      throw isChanged(error) ? TransferError.changed(path) : error;
    }
  }

  #headers({ from, to }: ByteRange): HeaderFields {
    const { lastModified } = this.#version ?? {};
    return {
      ...(isPartial({ from, to }) && { range: `bytes=${from}-${to === undefined ? "" : to - 1}` }),
      ...(lastModified !== undefined && { "if-unmodified-since": lastModified }),
    };
  }

  #received(answered: Answered, range: ByteRange, origin: Origin): OpenRange {
    const { contents } = answered;
    try {
      const { from, to, total } = extent(answered);
      const isAsked = from === range.from && (!isPartial(range) || answered["content-range"] !== undefined);
      if (!isAsked) throw TransferError.unexpected(this.#transfer.path, "the range asked for did not come");
      this.#check({ lastModified: answered["last-modified"], etag: answered.etag, total, origin });
      return { contents, from, to, contentType: answered["content-type"] };
    } catch (error) {
      void contents.cancel().catch(() => {});
      throw error;
    }
  }

  #check(version: Version & { readonly origin: Origin }): void {
    const known = this.#version;
    this.#version ??= version;
    if (!known) return;
    const differs = <Value>(a: Value | undefined, b: Value | undefined) =>
      a !== undefined && b !== undefined && a !== b;
    const otherEtag = known.origin === version.origin && differs(known.etag, version.etag);
    if (otherEtag || differs(known.total, version.total)) throw TransferError.changed(this.#transfer.path);
  }
}

function isPartial({ from, to }: ByteRange): boolean {
  return from > 0 || to !== undefined;
}

function isChanged(error: unknown): boolean {
  return (error instanceof ApiError && error.status === 412) || (error instanceof TransferError && error.retryable);
}

/** Where an answer lies in its file: at the beginning unless `Content-Range: bytes 5-9/12` says otherwise. */
function extent(answered: Answered): ByteRange & { readonly total: number | undefined } {
  const { "content-range": range = "", "content-length": length } = answered;
  const found = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range);
  const whole = length === undefined ? undefined : Number(length);
  if (!found) return { from: 0, to: whole, total: whole };
  const [, first, last, total] = found;
  return { from: Number(first), to: Number(last) + 1, total: total === "*" ? undefined : Number(total) };
}
