/** How progress is shown: one line that is rewritten, a line for each change, or not at all. */
export type ProgressStyle = "rewritten" | "lines" | "none";

/** The part of a terminal that progress needs. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What suits standard error, unless the caller wants silence. */
export function progressStyle({ isTTY }: Terminal, silent: boolean): ProgressStyle {
  if (silent) return "none";
  return isTTY && process.env.TERM !== "dumb" ? "rewritten" : "lines";
}

/** Shows how far a call is. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #style: ProgressStyle;
  readonly #started = Date.now();
  #last = "";

  constructor(terminal: Terminal, style: ProgressStyle) {
    this.#terminal = terminal;
    this.#style = style;
  }

  /** Shows a message; the same one twice is one line. */
  show(message: string): void {
    if (this.#style === "rewritten") {
      const seconds = Math.round((Date.now() - this.#started) / 1000);
      const line = `${message} (${seconds} s)`.slice(0, (this.#terminal.columns ?? 80) - 1);
      this.#terminal.write(`\r\u001b[K${line}`);
    } else if (this.#style === "lines" && message !== this.#last) {
      this.#terminal.write(`${message}\n`);
    }
    this.#last = message;
  }

  /** Lets the line stand, as the last word. */
  keep(): void {
    if (this.#style === "rewritten" && this.#last !== "") this.#terminal.write("\n");
    this.#last = "";
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (this.#style === "rewritten" && this.#last !== "") this.#terminal.write("\r\u001b[K");
    this.#last = "";
  }
}
