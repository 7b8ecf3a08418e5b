import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** One request that reached the fake. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Answers a request; what it returns is sent as JSON. Nothing returned: it has answered, or never will, by itself. */
export type Route = (seen: Seen, response: ServerResponse) => unknown;

/** The token that the fake accepts; it must appear nowhere in what an agent reads. */
export const token = "dapi0123456789abcdef0123456789abcdef";

/** A workspace on 127.0.0.1 that answers what a test tells it to. */
export class FakeDatabricks implements AsyncDisposable {
  readonly seen: Seen[] = [];
  readonly #routes: Readonly<Record<string, Route>>;
  readonly #server: Server;
  #arrivals: (() => void)[] = [];

  private constructor(routes: Readonly<Record<string, Route>>) {
    this.#routes = routes;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Starts a workspace with routes such as `"GET /api/2.2/jobs/list"`. */
  static async start(routes: Readonly<Record<string, Route>>): Promise<FakeDatabricks> {
    const fake = new FakeDatabricks(routes);
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  /** What a server process needs in its environment to reach this workspace. */
  get env(): Record<string, string> {
    const address = this.#server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    return { DATABRICKS_HOST: `http://127.0.0.1:${port}`, DATABRICKS_TOKEN: token };
  }

  /** Resolves when the next request has arrived. */
  arrival(): Promise<void> {
    return new Promise((resolve) => this.#arrivals.push(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "/", "http://fake");
    // It tells nothing about itself.
    if (url.pathname === "/.well-known/databricks-config") return void response.writeHead(404).end();
    const seen = {
      method: request.method ?? "",
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    this.seen.push(seen);
    const arrivals = this.#arrivals;
    this.#arrivals = [];
    for (const resolve of arrivals) resolve();
    const route = this.#routes[`${seen.method} ${seen.path}`];
    const answer = route
      ? route(seen, response)
      : apiError(response, 404, "ENDPOINT_NOT_FOUND", `No API found for ${seen.path}`);
    if (answer !== undefined) response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  }
}

/** An error answer as Databricks sends it. */
export function apiError(response: ServerResponse, status: number, error_code: string, message: string): object {
  response.statusCode = status;
  response.setHeader("x-request-id", "req-1");
  return { error_code, message };
}
