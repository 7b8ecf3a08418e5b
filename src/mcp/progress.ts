import type { ServerContext } from "@modelcontextprotocol/server";

/** Least time between two progress notifications of one call, in milliseconds. */
const pause = 100;

/**
 * Sends the progress of one call. Silent without a progress token, after the answer, and after a cancellation: the
 * protocol forbids it then, and the SDK does not keep to it by itself.
 */
export class Progress {
  readonly #request: ServerContext["mcpReq"];
  #count = 0;
  #last = 0;
  #done = false;

  constructor(request: ServerContext["mcpReq"]) {
    this.#request = request;
  }

  /** Tells the client how far the call is. Messages that follow each other too fast are dropped. */
  send(message: string): void {
    const { _meta, signal, notify } = this.#request;
    const progressToken = _meta?.progressToken;
    if (progressToken === undefined || this.#done || signal.aborted || Date.now() - this.#last < pause) return;
    this.#last = Date.now();
    this.#count += 1;
    const params = { progressToken, progress: this.#count, message };
    notify({ method: "notifications/progress", params }).catch(() => {});
  }

  /** The call is answered: nothing is sent from here on. */
  end(): void {
    this.#done = true;
  }
}
