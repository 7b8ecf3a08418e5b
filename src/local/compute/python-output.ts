/** Characters of a command's output that are kept: as many as a job's run gives back at most. */
const KEPT_CHARACTERS = 5_000_000;

/** What a process prints, cut where a command ends: there the process prints a mark. */
export class PythonOutput {
  #text = "";
  #truncated = false;
  #mark: string | undefined;
  #reached: (() => void) | undefined;

  /** Takes what was printed. */
  add(chunk: string): void {
    const mark = this.#mark ?? "";
    const seen = Math.max(0, this.#text.length - mark.length);
    this.#text += chunk;
    if (mark && this.#text.includes(mark, seen)) this.end();
    else if (this.#text.length > KEPT_CHARACTERS + mark.length) this.#cut(mark);
  }

  /** Waits for the mark, or {@link end}. */
  until(mark: string): Promise<void> {
    this.#mark = mark;
    return new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  /** Takes out what was printed before the mark. What follows it belongs to the next command. */
  take(): { output: string; truncated: boolean } {
    const [output = "", ...rest] = this.#mark ? this.#text.split(this.#mark) : [this.#text];
    const taken = {
      output: output.slice(0, KEPT_CHARACTERS),
      truncated: this.#truncated || output.length > KEPT_CHARACTERS,
    };
    this.#text = rest.join("");
    this.#truncated = false;
    this.#mark = undefined;
    return taken;
  }

  /** No more comes. */
  end(): void {
    this.#reached?.();
    this.#reached = undefined;
  }

  /** Forgets the middle. The end may be the beginning of the mark. */
  #cut(mark: string): void {
    this.#truncated = true;
    this.#text = this.#text.slice(0, KEPT_CHARACTERS) + (mark && this.#text.slice(-mark.length));
  }
}
