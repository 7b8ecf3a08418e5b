import type { Readable } from "node:stream";
import {
  INVALID_PARAMS,
  INVALID_REQUEST,
  type JSONRPCMessage,
  PARSE_ERROR,
  parseJSONRPCMessage,
  type Transport,
} from "@modelcontextprotocol/server";
import { parseJson } from "../http/int64.ts";
import { LineReader } from "./lines.ts";
import { Opening } from "./opening.ts";

/** Largest message that is read, in bytes. */
export const maxMessageBytes = 10 * 1024 * 1024;

/** Writes one text to the client; the callback tells whether it could be written. */
export type Write = (text: string, done: (error?: Error | null) => void) => unknown;

/**
 * JSON-RPC over lines, for `serveStdio`. Beside what the SDK's own transport does, it answers a line that it cannot read
 * (`-32700` or `-32600`, id null) instead of dropping it, survives a line of any length, and guards the opening.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport["onmessage"];
  /** Resolves when the client is gone or `close` was called. */
  readonly closed: Promise<void>;
  readonly #input: Readable;
  readonly #write: Write;
  readonly #opening = new Opening();
  readonly #lines = new LineReader(maxMessageBytes, {
    line: (text) => this.#read(text),
    overlong: () => this.#refuse(null, PARSE_ERROR, `Message longer than ${maxMessageBytes} bytes`),
  });
  #open = true;
  #resolveClosed: () => void = () => {};

  constructor(input: Readable, write: Write) {
    this.#input = input;
    this.#write = write;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  async start(): Promise<void> {
    this.#input.on("data", (chunk: Buffer) => this.#open && this.#lines.push(chunk));
    for (const event of ["end", "close", "error"]) this.#input.once(event, () => void this.close());
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#input.pause();
    this.onclose?.();
    this.#resolveClosed();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    await this.#writeLine(message);
  }

  #writeLine(message: unknown): Promise<void> {
    if (!this.#open) return Promise.reject(new Error("The client has left."));
    return new Promise((resolve, reject) => {
      this.#write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  #read(text: string): void {
    const parsed = asJson(text);
    const message = asMessage(parsed);
    const id = idOf(parsed);
    if (parsed === undefined) this.#refuse(null, PARSE_ERROR, "Parse error: the line is not JSON");
    else if (!message) this.#refuse(id, INVALID_REQUEST, "Invalid request: not one JSON-RPC 2.0 message");
    else this.#admit(message, id);
  }

  #admit(message: JSONRPCMessage, id: string | number | null): void {
    const admission = this.#opening.admit(message);
    if (admission === "deliver") this.onmessage?.(message);
    if (admission === "refuse") {
      const hint = "name a protocol version in _meta of every request, or call initialize first";
      this.#refuse(id, INVALID_PARAMS, `Invalid params: ${hint}`);
    }
  }

  #refuse(id: string | number | null, code: number, message: string): void {
    this.#writeLine({ jsonrpc: "2.0", id, error: { code, message } }).catch((error: Error) => this.onerror?.(error));
  }
}

/** Keeps the digits of large integers in arguments. */
function asJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function asMessage(value: unknown): JSONRPCMessage | undefined {
  try {
    return parseJSONRPCMessage(value);
  } catch {
    return undefined;
  }
}

function idOf(value: unknown): string | number | null {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : null;
  return typeof id === "string" || typeof id === "number" ? id : null;
}
