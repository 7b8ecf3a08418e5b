import type { IncomingHttpHeaders } from "node:http";
import { type FakeAnswer, listen, send } from "./files-http.ts";

/** What goes wrong with one request: another answer, or a connection that breaks after so many bytes. */
export type StorageFault = FakeAnswer | { readonly cutAfter: number };

/** What a link carries that lets whoever has it in. */
export const signature = "5ecre7-5igna7ure";

/** The cloud's storage with the files of a result, on a port of its own. */
export class ResultStorage {
  /** Files by chunk. */
  readonly files: readonly string[];
  /** What goes wrong with the next requests, the first one first. */
  readonly faults: StorageFault[] = [];
  /** Chunks that were asked for, in order. */
  readonly seen: number[] = [];
  /** Headers of the last request. */
  headers: IncomingHttpHeaders = {};
  #origin = "";

  constructor(files: readonly string[]) {
    this.files = files;
  }

  async start(): Promise<this> {
    this.#origin = await listen(async ({ url = "", headers }, response) => {
      const chunk = Number(/\/(\d+)\?/.exec(url)?.[1]);
      this.seen.push(chunk);
      this.headers = headers;
      const fault = this.faults.shift();
      if (fault && "status" in fault) return send(response, fault);
      if (headers.authorization) return send(response, { status: 400, body: "Only one auth mechanism allowed" });
      send(response, { status: 200, body: this.files[chunk] ?? "" }, fault?.cutAfter);
    });
    return this;
  }

  linkTo(chunk: number): string {
    return `${this.#origin}/${chunk}?X-Amz-Signature=${signature}`;
  }
}
