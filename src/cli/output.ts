import type { Writable } from "node:stream";

/** Writes a text and waits until it is taken, so that memory stays bounded. Rejects with EPIPE when nobody reads on. */
export function write(text: string | Uint8Array, to: Writable = process.stdout): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes one line. */
export function writeLine(text: string): Promise<void> {
  return write(`${text}\n`);
}

/** Writes a value as JSON: on one line, or indented for a person. */
export function writeJson(value: unknown, indented = false): Promise<void> {
  return writeLine(JSON.stringify(value, null, indented ? 2 : undefined));
}

/** Whether an error says that the reader of standard output has left, as `| head` does. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED");
}
