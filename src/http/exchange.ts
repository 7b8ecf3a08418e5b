import type { FailedRequest } from "../errors/read-api-error.ts";
import { TransportError } from "../errors/transport-error.ts";
import type { Fetch } from "./redirect.ts";

/** While a body is sent nothing can be observed, so it is given the time that a slow line needs: 64 KiB per second. */
const slowestUpload = 65_536 / 1_000;

/** How one exchange is made. */
export interface ExchangeOptions {
  readonly fetch: Fetch;
  readonly host: string;
  /** The longest silence, in milliseconds. */
  readonly inactivityMs: number;
  /** Bytes that will be sent before the server may answer. */
  readonly uploadBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** One request and its answer on the wire. Ends when nothing moves for too long, or when its caller gives up. */
export class Exchange {
  readonly #failed: FailedRequest;
  readonly #options: ExchangeOptions;
  readonly #silence = new AbortController();
  /** Aborts on silence and with the caller's signal. */
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;

  constructor(failed: FailedRequest, options: ExchangeOptions) {
    this.#failed = failed;
    this.#options = options;
    this.signal = options.signal ? AbortSignal.any([options.signal, this.#silence.signal]) : this.#silence.signal;
    this.#await(options.inactivityMs + options.uploadBytes / slowestUpload);
  }

  /** @throws TransportError; the caller's reason when it gave up */
  async send(request: Request): Promise<Response> {
    const response = await this.#options.fetch(request).catch((error: unknown) => this.#fail(error));
    this.#await(this.#options.inactivityMs);
    return response;
  }

  /** Reads a body to its end; throws like `send`. */
  async read(response: Response): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of response.body ?? []) {
        this.#await(this.#options.inactivityMs);
        chunks.push(chunk);
      }
    } catch (error) {
      this.#fail(error);
    }
    return Buffer.concat(chunks);
  }

  /** The answer is read, or no longer wanted. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #await(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#silence.abort(), milliseconds);
  }

  #fail(error: unknown): never {
    const { host, inactivityMs, signal } = this.#options;
    signal?.throwIfAborted();
    const { method, path, redact } = this.#failed;
    const silent = this.#silence.signal.aborted;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = silent ? `nothing moved for ${inactivityMs / 1_000} s` : redact(messageOf(cause));
    throw new TransportError(`${method} ${path}`, host, reason, silent ? "INACTIVE" : codeOf(cause), error);
  }
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
