import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What the server does with one request. */
export type Behaviour = (response: ServerResponse) => void;

/** Answers properly. An object becomes JSON, unless it is bytes. */
export function answer(status: number, body: unknown = "", headers: Record<string, string> = {}): Behaviour {
  const content = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return (response) => response.writeHead(status, headers).end(content);
}

/** Says nothing at all. */
export const silence: Behaviour = () => {};

/** Closes the connection before an answer. */
export const hangUp: Behaviour = (response) => response.destroy();

/** Closes the connection in the middle of a body. */
export const breakOff: Behaviour = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"half":', () => response.destroy());
};

/** A real server on loopback that plays one behaviour per request, the last one for ever, and remembers what it saw. */
export class FaultServer {
  readonly requests: SeenRequest[] = [];
  readonly #behaviours: readonly Behaviour[];
  readonly #server = createServer((request, response) => {
    // A request that its client gave up cannot be read to the end; that is for the client to report.
    this.#serve(request, response).catch(() => response.destroy());
  });

  constructor(...behaviours: Behaviour[]) {
    this.#behaviours = behaviours;
  }

  /** Listens, on a free port unless told otherwise, until the test ends. */
  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    onTestFinished(() => this.stop());
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get host(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    this.requests.push({ method, url, headers, body: Buffer.concat(chunks) });
    this.#behaviours[Math.min(this.requests.length, this.#behaviours.length) - 1]?.(response);
  }
}

/** Starts a server with these behaviours. */
export function faultServer(...behaviours: Behaviour[]): Promise<FaultServer> {
  return new FaultServer(...behaviours).start();
}
