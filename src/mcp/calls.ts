/** The tool calls in flight, so that an exit can wait for what they clean up. */
export class Calls {
  readonly #running = new Set<Promise<unknown>>();

  /** Counts a call as running until it settles, and hands it back. */
  track<Result>(call: Promise<Result>): Promise<Result> {
    this.#running.add(call);
    const forget = () => void this.#running.delete(call);
    call.then(forget, forget);
    return call;
  }

  /** Resolves when every call that runs now has settled; never rejects. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}
