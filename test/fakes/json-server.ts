import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";

/** A request as a fake sees it. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a fake answers: 200 unless told otherwise. */
export interface FakeAnswer {
  readonly status?: number;
  readonly body: unknown;
}

/** A real server on loopback that answers JSON until the test ends. */
export interface JsonServer {
  readonly host: string;
  /** `GET /path` of every request, in order. */
  readonly seen: readonly string[];
  /** Resolves once the request `GET /path` has come. */
  saw(request: string): Promise<void>;
}

/** Starts a server. */
export async function startJsonServer(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
): Promise<JsonServer> {
  const seen: string[] = [];
  const arrivals = new EventEmitter();
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    // It tells nothing about itself.
    if (request.path === "/.well-known/databricks-config") return void response.writeHead(404).end();
    seen.push(`${request.method} ${request.path}`);
    arrivals.emit("arrival");
    const { status = 200, body } = await answer(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const saw = async (request: string) => {
    while (!seen.includes(request)) await once(arrivals, "arrival");
  };
  return { host: `http://127.0.0.1:${port}`, seen, saw };
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  return {
    method: incoming.method ?? "",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: text === "" ? {} : JSON.parse(text),
  };
}
