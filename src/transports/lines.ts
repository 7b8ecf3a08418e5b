const newline = 0x0a;

/** What a reader of lines is told. */
export interface LineHandlers {
  /** One line, without its newline. */
  line(text: string): void;
  /** A line longer than the limit; its bytes are discarded. */
  overlong(): void;
}

/** Cuts a byte stream into lines. A line longer than `limit` bytes is skipped and reported; the ones after it are read. */
export class LineReader {
  readonly #limit: number;
  readonly #handlers: LineHandlers;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(limit: number, handlers: LineHandlers) {
    this.#limit = limit;
    this.#handlers = handlers;
  }

  /** Takes the next bytes; a character may be split between two chunks. */
  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.#collect(chunk.subarray(start, end));
      this.#finish();
      start = end + 1;
    }
    this.#collect(chunk.subarray(start));
  }

  #collect(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#limit) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #finish(): void {
    if (this.#bytes > this.#limit) this.#handlers.overlong();
    else if (this.#bytes > 0) this.#handlers.line(Buffer.concat(this.#parts).toString("utf8"));
    this.#parts = [];
    this.#bytes = 0;
  }
}
