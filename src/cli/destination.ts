import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { write } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** Where a result goes: standard output, or a file that appears only when it is whole. */
export class Destination {
  readonly #path: string | undefined;
  readonly #file: WriteStream | undefined;

  private constructor(path: string | undefined, file: WriteStream | undefined) {
    this.#path = path;
    this.#file = file;
  }

  /** Opens the destination; without a path it is standard output. @throws UsageError when the file cannot be made */
  static async open(path: string | undefined): Promise<Destination> {
    if (path === undefined || path === "-") return new Destination(undefined, undefined);
    const file = createWriteStream(`${path}.part`);
    await once(file, "open").catch((error: Error) => {
      throw new UsageError(`${path} cannot be written: ${error.message}`);
    });
    return new Destination(path, file);
  }

  get isStandardOutput(): boolean {
    return this.#file === undefined;
  }

  /** Whether a person reads along. */
  get isTerminal(): boolean {
    return this.isStandardOutput && process.stdout.isTTY;
  }

  /** Writes some more; waits until it is taken. */
  write(text: string | Uint8Array): Promise<void> {
    return write(text, this.#file);
  }

  /** The result is whole: the file gets its name. */
  async keep(): Promise<void> {
    if (!this.#file || this.#path === undefined) return;
    await new Promise((resolve) => this.#file?.end(resolve));
    await rename(`${this.#path}.part`, this.#path);
  }

  /** Removes what is not whole. */
  async close(): Promise<void> {
    if (this.#path === undefined) return;
    this.#file?.destroy();
    await rm(`${this.#path}.part`, { force: true });
  }
}
