import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { listen, shut } from "./listen.ts";
import { LocalError } from "./local-error.ts";

/** What a presigned URL allows. */
export interface Presigned {
  readonly method: "GET" | "PUT" | "DELETE";
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Answers the request; a LocalError becomes its status, other errors 500. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

/**
 * The cloud's object storage: another server on another port, whose URLs carry their own permission. As S3 does
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html), it answers a request that brings an
 * Authorization header with 400, an expired URL with 403, an unknown one with 404. What a URL allows is forgotten when it
 * has expired; that it was valid once is told by its signature.
 */
export class Storage {
  /** By path, oldest first. */
  readonly #presigned = new Map<string, Presigned>();
  readonly #secret = randomBytes(32);
  #server: Promise<{ server: Server; url: string }> | undefined;

  /** @returns a URL that allows this one thing */
  async presign(presigned: Presigned): Promise<string> {
    this.#server ??= this.#start();
    const { url } = await this.#server;
    this.#forgetExpired();
    const path = `/${randomUUID()}`;
    this.#presigned.set(path, presigned);
    const { expiresAt } = presigned;
    return `${url}${path}?X-Amz-Expires=${expiresAt}&X-Amz-Signature=${this.#sign(path, expiresAt)}`;
  }

  async close(): Promise<void> {
    if (this.#server) await shut((await this.#server).server);
  }

  async #start(): Promise<{ server: Server; url: string }> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => refuse(response, error));
    });
    // Uploads take as long as they take.
    server.requestTimeout = 0;
    return { server, url: await listen(server, 0) };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization) throw new LocalError(400, "InvalidArgument", "Only one auth mechanism allowed");
    await this.#find(request).handle(request, response);
  }

  #find({ url: target = "", method }: IncomingMessage): Presigned {
    const [path = "", query] = target.split("?", 2);
    const parameters = new URLSearchParams(query);
    const expiresAt = Number(parameters.get("X-Amz-Expires"));
    const isOurs = parameters.get("X-Amz-Signature") === this.#sign(path, expiresAt);
    if (isOurs && expiresAt <= Date.now()) throw new LocalError(403, "AccessDenied", "Request has expired");
    const presigned = isOurs ? this.#presigned.get(path) : undefined;
    if (presigned && presigned.method === method) return presigned;
    throw new LocalError(404, "NoSuchKey", "The specified key does not exist.");
  }

  /** Stops at the first that is valid: URLs expire about in the order in which they were made. */
  #forgetExpired(): void {
    for (const [path, { expiresAt }] of this.#presigned) {
      if (expiresAt > Date.now()) return;
      this.#presigned.delete(path);
    }
  }

  #sign(path: string, expiresAt: number): string {
    return createHmac("sha256", this.#secret).update(`${path} ${expiresAt}`).digest("hex");
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.socket?.resetAndDestroy();
  const { status, errorCode, message } =
    error instanceof LocalError ? error : new LocalError(500, "InternalError", "The request failed.");
  const body = `<Error><Code>${errorCode}</Code><Message>${xml(message)}</Message></Error>`;
  response.writeHead(status, { "content-type": "application/xml" }).end(body);
}

const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
