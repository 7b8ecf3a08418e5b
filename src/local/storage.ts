import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { listen, shut } from "./listen.ts";

/** What a presigned URL allows. */
export interface Presigned {
  readonly method: "GET" | "PUT" | "DELETE";
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Answers the request; errors become 500. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

/**
 * The cloud's object storage: another server on another port, whose URLs carry their own permission. As there, a
 * request that brings an Authorization header is refused with 400, an expired URL with 403, an unknown one with 404.
 */
export class Storage {
  readonly #presigned = new Map<string, Presigned>();
  #server: Promise<{ server: Server; url: string }> | undefined;

  /** @returns a URL that allows this one thing */
  async presign(presigned: Presigned): Promise<string> {
    this.#server ??= this.#start();
    const { url } = await this.#server;
    const key = `/${randomUUID()}`;
    this.#presigned.set(key, presigned);
    return `${url}${key}?X-Amz-Signature=${randomUUID()}&X-Amz-Expires=${presigned.expiresAt}`;
  }

  async close(): Promise<void> {
    if (this.#server) await shut((await this.#server).server);
  }

  async #start(): Promise<{ server: Server; url: string }> {
    const server = createServer((request, response) => void this.#answer(request, response));
    return { server, url: await listen(server, 0) };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, code: string, message: string): void =>
      void response
        .writeHead(status, { "content-type": "application/xml" })
        .end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    const presigned = this.#presigned.get(new URL(request.url ?? "/", "http://storage").pathname);
    if (request.headers.authorization) return refuse(400, "InvalidArgument", "Only one auth mechanism allowed");
    if (!presigned || presigned.method !== request.method)
      return refuse(404, "NoSuchKey", "The specified key does not exist.");
    if (presigned.expiresAt <= Date.now()) return refuse(403, "AccessDenied", "Request has expired");
    try {
      await presigned.handle(request, response);
    } catch {
      if (response.headersSent) response.destroy();
      else refuse(500, "InternalError", "The request failed.");
    }
  }
}
