import { ArgumentError } from "../errors/argument-error.ts";

/** A stream of bytes that can be read once. It can be opened again as long as nobody has read from it. */
export class OneShot implements AsyncIterable<Uint8Array> {
  readonly #argument: string;
  readonly #source: AsyncIterable<unknown>;
  #used = false;
  #failure: unknown;

  /** @param argument names it in errors */
  constructor(argument: string, source: AsyncIterable<unknown>) {
    this.#argument = argument;
    this.#source = source;
  }

  /** Whether a part was read, so that it can no longer be sent in full. */
  get used(): boolean {
    return this.#used;
  }

  /** What the source itself threw, if it did. */
  get failure(): unknown {
    return this.#failure;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.#used = true;
    try {
      for await (const chunk of this.#source) yield this.#bytes(chunk);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  #bytes(chunk: unknown): Uint8Array {
    if (chunk instanceof Uint8Array) return chunk;
    if (typeof chunk === "string") return Buffer.from(chunk);
    throw new ArgumentError(this.#argument, "is a stream of something else than bytes", "Yield Uint8Array or strings.");
  }
}
