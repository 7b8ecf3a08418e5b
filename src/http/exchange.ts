import { Readable } from "node:stream";
import type { FailedRequest } from "../errors/read-api-error.ts";
import type { Content, RequestBody } from "./body.ts";
import { noAnswer } from "./no-answer.ts";
import { OneShot } from "./one-shot.ts";
import type { Send, WireAnswer } from "./wire.ts";

/** While a body is sent at once nothing can be observed, so it is given the time that a slow line needs: 64 KiB per second. */
const slowestUpload = 65_536 / 1_000;

/** How one exchange is made. */
export interface ExchangeOptions {
  readonly send: Send;
  readonly host: string;
  /** The longest silence, in milliseconds. */
  readonly inactivityMs: number;
  readonly body?: RequestBody | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One request and its answer on the wire. Ends when nothing moves for too long, or when its caller gives up. */
export class Exchange {
  readonly #failed: FailedRequest;
  readonly #options: ExchangeOptions;
  readonly #controller = new AbortController();
  readonly #giveUp = () => this.#controller.abort(this.#options.signal?.reason);
  #timer: NodeJS.Timeout | undefined;
  #silent = false;
  #open = false;

  constructor(failed: FailedRequest, options: ExchangeOptions) {
    this.#failed = failed;
    this.#options = options;
    const { signal } = options;
    if (signal?.aborted) this.#giveUp();
    signal?.addEventListener("abort", this.#giveUp, { once: true });
  }

  /** Aborts on silence, when the caller gives up, and when an answer is left unread. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The body, opened for this attempt; a stream tells that something moves. */
  content(): Content | undefined {
    const content = this.#options.body?.content;
    return content instanceof OneShot ? this.#watched(content) : content;
  }

  /** @throws TransportError; the caller's reason when it gave up */
  async send(request: Request, content: Content | undefined): Promise<WireAnswer> {
    const { send, inactivityMs, body } = this.#options;
    this.#open = true;
    this.#await(inactivityMs + (body?.size ?? 0) / slowestUpload);
    try {
      return await send(request, content, this.signal);
    } catch (error) {
      throw this.#failure(error);
    } finally {
      clearTimeout(this.#timer);
    }
  }

  /**
   * Reads a body to its end; throws like `send`.
   *
   * @param most where to stop, in bytes; the rest is thrown away
   */
  async read(answer: WireAnswer, most = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const keep = (chunk: Uint8Array): boolean => {
      chunks.push(chunk);
      size += chunk.byteLength;
      return size < most;
    };
    if (answer.body instanceof Readable) await this.#drain(answer.body, keep);
    else for await (const chunk of this.chunks(answer)) if (!keep(chunk)) break;
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  }

  /** The parts of a body as they come; throws like `send`. Whoever reads may take any time between two of them. */
  async *chunks({ body }: WireAnswer): AsyncGenerator<Uint8Array> {
    const { inactivityMs } = this.#options;
    try {
      this.#await(inactivityMs);
      for await (const chunk of body ?? []) {
        clearTimeout(this.#timer);
        yield chunk;
        this.#await(inactivityMs);
      }
      this.#open = false;
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** The same as `chunks`, in a third of the time. `keep` says whether to go on. */
  async #drain(body: Readable, keep: (chunk: Uint8Array) => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { inactivityMs } = this.#options;
    this.#await(inactivityMs);
    body.on("data", (chunk: Uint8Array) => {
      this.#await(inactivityMs);
      if (!keep(chunk)) resolve();
    });
    body.once("end", () => {
      this.#open = false;
      resolve();
    });
    body.once("error", reject);
    if (body.destroyed) reject(body.errored);
    await promise.catch((error: unknown) => {
      throw this.#failure(error);
    });
  }

  /** The answer is read, or no longer wanted: what is left of it is thrown away. */
  end(): void {
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener("abort", this.#giveUp);
    if (this.#open) this.#controller.abort();
    this.#open = false;
  }

  async *#watched(content: OneShot): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      this.#await(this.#options.inactivityMs);
      yield chunk;
    }
  }

  #await(milliseconds: number): void {
    clearTimeout(this.#timer);
    // A body may still be read from when the answer is already here.
    if (!this.#open) return;
    this.#timer = setTimeout(() => {
      this.#silent = true;
      this.#controller.abort();
    }, milliseconds);
  }

  /** What ended it: its caller, the source of its body, silence, or the network. */
  #failure(error: unknown): unknown {
    const { host, inactivityMs, signal, body } = this.#options;
    if (signal?.aborted) return signal.reason;
    if (body?.content instanceof OneShot && body.content.failure !== undefined) return body.content.failure;
    return noAnswer(this.#failed, host, error, this.#silent ? inactivityMs : undefined);
  }
}
