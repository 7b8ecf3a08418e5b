import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What the server does with one request, once it has read its body. */
export type Behaviour = (response: ServerResponse, request: SeenRequest) => void;

/** Answers properly. An object becomes JSON, unless it is bytes. */
export function answer(status: number, body: unknown = "", headers: Record<string, string | string[]> = {}): Behaviour {
  const content = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return (response) => response.writeHead(status, headers).end(content);
}

/** Says nothing at all. */
export const silence: Behaviour = () => {};

/** Closes the connection before an answer. */
export const hangUp: Behaviour = (response) => response.destroy();

/** Resets the connection (RST) before an answer. */
export const reset: Behaviour = (response) => response.socket?.resetAndDestroy();

/** Closes the connection in the middle of a body. */
export const breakOff: Behaviour = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"half":', () => response.destroy());
};

/** Answers with this status, then resets the connection (RST) in the middle of the body. */
export function resetInBody(status: number): Behaviour {
  return (response) => {
    response.writeHead(status, { "content-length": "100" });
    response.write('{"half":', () => response.socket?.resetAndDestroy());
  };
}

/** Starts to answer, then says nothing any more. */
export const stall: Behaviour = (response) => void response.writeHead(200).write("{");

/** Answers byte by byte, each in a packet of its own. */
export function drip(body: string): Behaviour {
  return (response) => {
    response.socket?.setNoDelay();
    response.writeHead(200);
    const rest = [...body];
    const next = (): void => {
      const byte = rest.shift();
      if (byte === undefined) response.end();
      else response.write(byte, () => setImmediate(next));
    };
    next();
  };
}

/** Sends spaces, for ever. */
export const endless: Behaviour = (response) => {
  response.writeHead(200);
  const next = (): void => {
    if (!response.destroyed) response.write(" ", () => setImmediate(next));
  };
  next();
};

/** Writes these bytes where an HTTP answer should be, and closes the connection. */
export function raw(bytes: string): Behaviour {
  return (response) => void response.socket?.end(bytes);
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What clients ask any host: what it is. */
export const discoveryPath = "/.well-known/databricks-config";

/**
 * A real server on loopback that plays one behaviour per request, the last one for ever, and remembers what it saw. It
 * tells nothing about itself, which is not counted among the requests.
 */
export class FaultServer {
  readonly requests: SeenRequest[] = [];
  /** Plays when it is asked what it is. */
  discovery: Behaviour = answer(404);
  /** Connections so far. */
  connections = 0;
  readonly #behaviours: readonly Behaviour[];
  readonly #server: Server;

  constructor(...behaviours: Behaviour[]) {
    this.#behaviours = behaviours;
    // A request that its client gave up cannot be read to the end; that is for the client to report.
    this.#server = this.create((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    this.#server.on("connection", () => this.connections++);
  }

  protected create(handler: Handler): Server {
    return createServer(handler);
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
    const seen = { method, url, headers, body: Buffer.concat(chunks) };
    if (url === discoveryPath) return void this.discovery(response, seen);
    this.requests.push(seen);
    this.#behaviours[Math.min(this.requests.length, this.#behaviours.length) - 1]?.(response, seen);
  }
}

/** The certificate of `SecureFaultServer`: self-signed, for `localhost` only, valid until 2126. */
export const certificate = readFileSync(new URL("fixtures/localhost-cert.pem", import.meta.url), "utf8");
const key = readFileSync(new URL("fixtures/localhost-key.pem", import.meta.url), "utf8");

/** The same over TLS. */
export class SecureFaultServer extends FaultServer {
  protected override create(handler: Handler): Server {
    return createSecureServer({ cert: certificate, key }, handler);
  }

  override get host(): string {
    return `https://localhost:${this.port}`;
  }
}

/** Starts a server with these behaviours. */
export function faultServer(...behaviours: Behaviour[]): Promise<FaultServer> {
  return new FaultServer(...behaviours).start();
}

/** Starts a server with these behaviours over TLS. */
export function secureFaultServer(...behaviours: Behaviour[]): Promise<SecureFaultServer> {
  return new SecureFaultServer(...behaviours).start();
}
