import { openAsBlob } from "node:fs";
import { ArgumentError } from "../../errors/argument-error.ts";
import { OneShot } from "../../http/one-shot.ts";

/**
 * What is uploaded: bytes, a Blob, a file of this machine, or a stream (of the web, of Node, or any async iterable) of
 * bytes or texts. Bytes, Blobs and files are read again when a part has to be sent again, streams are kept part by part.
 */
export type UploadSource = Uint8Array | Blob | AsyncIterable<Uint8Array | string> | { readonly file: string };

/** A part of the source. */
export interface Piece {
  readonly content: Uint8Array | Blob;
  /** Of its first byte in the source. */
  readonly offset: number;
  readonly size: number;
  /** Nothing comes after it. */
  readonly last: boolean;
}

/** A source that is read from its beginning to its end. */
export interface Source {
  /** In bytes; absent when it is not known before the end. */
  readonly size: number | undefined;
  /** Whether it has that many bytes; reads no further to find out. */
  reaches(bytes: number): Promise<boolean>;
  /** The next so many bytes, fewer at the end. Not to be called after the last piece. */
  next(bytes: number): Promise<Piece>;
  /** All of it, of which no more than `taken` is read; a stream only if it goes on. */
  whole(taken?: Piece): Uint8Array | Blob | AsyncIterable<Uint8Array>;
  /** Nobody reads on. */
  close(): void;
}

/**
 * Opens what is to be uploaded.
 *
 * @param size bytes of a stream, where its reader knows
 * @throws ArgumentError for something else, or a file that is not there
 */
export async function openSource(given: UploadSource, size: number | undefined): Promise<Source> {
  if (given instanceof Uint8Array || given instanceof Blob) return new Sliced(given);
  if (Symbol.asyncIterator in given) return new Streaming(new OneShot("source", given), size);
  return new Sliced(await openFile(given.file));
}

async function openFile(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ArgumentError("source.file", `cannot be read: ${why}`, "Give the path of a file of this machine.");
  }
}

/** Bytes that can be had at any place, at any time. A Blob of a file stays on disk. */
class Sliced implements Source {
  readonly size: number;
  readonly #content: Uint8Array | Blob;
  #offset = 0;

  constructor(content: Uint8Array | Blob) {
    this.#content = content;
    this.size = content instanceof Blob ? content.size : content.byteLength;
  }

  async reaches(bytes: number): Promise<boolean> {
    return this.size >= bytes;
  }

  async next(bytes: number): Promise<Piece> {
    const offset = this.#offset;
    this.#offset = Math.min(offset + bytes, this.size);
    const content = sliced(this.#content, offset, this.#offset);
    return { content, offset, size: this.#offset - offset, last: this.#offset === this.size };
  }

  whole(): Uint8Array | Blob {
    return this.#content;
  }

  close(): void {}
}

/** A stream, of which as much is kept as was asked for, and one chunk more. */
class Streaming implements Source {
  readonly size: number | undefined;
  readonly #chunks: AsyncGenerator<Uint8Array>;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #ended = false;
  #offset = 0;

  constructor(stream: OneShot, size: number | undefined) {
    this.#chunks = stream[Symbol.asyncIterator]();
    this.size = size;
  }

  async reaches(bytes: number): Promise<boolean> {
    while (this.#keptBytes < bytes && !this.#ended) await this.#pull();
    return this.#keptBytes >= bytes;
  }

  async next(bytes: number): Promise<Piece> {
    // One byte more tells whether it goes on.
    const last = !(await this.reaches(bytes + 1));
    const content = this.#take(bytes);
    const piece = { content, offset: this.#offset, size: content.byteLength, last };
    this.#offset += piece.size;
    if (last) this.#checkSize(this.#offset);
    return piece;
  }

  whole(taken?: Piece): Uint8Array | AsyncIterable<Uint8Array> {
    const content = taken?.content instanceof Uint8Array ? [taken.content] : [];
    if (!this.#ended) return this.#from([...content, ...this.#kept]);
    const all = Buffer.concat([...content, ...this.#kept]);
    this.#checkSize(all.byteLength);
    return all;
  }

  close(): void {
    // It may be stuck, which is nobody's concern any more.
    void this.#chunks.return(undefined).catch(() => {});
  }

  async *#from(first: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for (const chunk of first) {
      bytes += chunk.byteLength;
      yield chunk;
    }
    for await (const chunk of this.#chunks) {
      bytes += chunk.byteLength;
      yield chunk;
    }
    this.#checkSize(bytes);
  }

  async #pull(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    this.#ended = done === true;
    if (done) return;
    this.#kept.push(value);
    this.#keptBytes += value.byteLength;
  }

  #take(bytes: number): Uint8Array {
    const taken = Buffer.allocUnsafeSlow(Math.min(bytes, this.#keptBytes));
    let at = 0;
    const rest = this.#kept.map((chunk) => {
      const part = chunk.subarray(0, taken.byteLength - at);
      taken.set(part, at);
      at += part.byteLength;
      return chunk.subarray(part.byteLength);
    });
    this.#kept = rest.filter(({ byteLength }) => byteLength > 0);
    this.#keptBytes -= at;
    return taken;
  }

  #checkSize(bytes: number): void {
    if (this.size === undefined || this.size === bytes) return;
    throw new ArgumentError(
      "size",
      `is ${this.size}, but the stream has ${bytes} bytes`,
      "Leave it out, or correct it.",
    );
  }
}

/** Bytes `from` to before `to`, without a copy. */
export function sliced(content: Uint8Array | Blob, from: number, to?: number): Uint8Array | Blob {
  return content instanceof Blob ? content.slice(from, to) : content.subarray(from, to);
}
