import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { LocalError } from "./local-error.ts";
import { notLoaded } from "./not-loaded.ts";
import { readBody } from "./read-body.ts";
import { readSpecs, selfContained } from "./specs.ts";

/** A mock of some services, on loopback. */
export interface Mock {
  readonly url: string;
  close(): Promise<void>;
}

const packages = "@stoplight/prism-core @stoplight/prism-http @stoplight/prism-http-server";

/** What a mock is made of. */
export interface MockParts {
  /** Documents by service. @default those of the repository or the package */
  readonly specs?: Readonly<Record<string, object>>;
  /** Imports Prism. */
  readonly load?: typeof importPrism;
}

/**
 * Starts Prism for some services: every request is checked against their documents, every answer is made up from them.
 *
 * @throws LocalError 501 when Prism is not installed
 */
export async function startPrism(services: readonly string[], parts: MockParts = {}): Promise<Mock> {
  const load = parts.load ?? importPrism;
  const [{ createLogger }, { getHttpOperationsFromSpec }, { createServer }] = await load().catch(refuseWithoutPrism);
  const specs = parts.specs ?? (await readSpecs());
  const documents = services.map((service) => mockable(service, selfContained(specs, service)));
  const operations = (await Promise.all(documents.map((document) => getHttpOperationsFromSpec(document)))).flat();
  const server = createServer(operations, {
    cors: false,
    components: { logger: createLogger("prism", { level: "silent" }) },
    config: {
      isProxy: false,
      checkSecurity: true,
      validateRequest: true,
      validateResponse: false,
      errors: false,
      upstreamProxy: undefined,
      mock: { dynamic: false },
    },
  });
  const url = await server.listen(0, "127.0.0.1");
  return { url, close: () => server.close() };
}

function importPrism() {
  return Promise.all([
    import("@stoplight/prism-core"),
    import("@stoplight/prism-http"),
    import("@stoplight/prism-http-server"),
  ]);
}

function refuseWithoutPrism(error: unknown): never {
  const advice = `The local workspace has no state for this operation. To get answers made up from the specs: npm install ${packages}`;
  throw new LocalError(501, "NOT_IMPLEMENTED", notLoaded(advice, error));
}

/**
 * A document as Prism can serve it. The path of a file brings its own slash (`/fs/files{file_path}`), which routers take
 * for a part of the segment before; and Prism would make up headers that no server can send, a negative length for one.
 */
function mockable(service: string, document: object): object {
  if (service !== "files") return document;
  const text = JSON.stringify(document)
    .replaceAll(/"(\/api\/2\.0\/fs\/(?:files|directories))\{/g, '"$1/{')
    .replaceAll(/("content-length":\{"schema":\{)/g, '$1"example":0,')
    .replaceAll(/("content-type":\{"schema":\{)/g, '$1"example":"text/plain",');
  return JSON.parse(text) as object;
}

/** An answer that was made up. */
export interface MockedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Prism for each service that is asked for, started by the first request: that takes a second or two, and memory. */
export class Mocks {
  readonly #running = new Map<string, Promise<Mock>>();
  readonly #load: typeof importPrism;

  /** @param load imports Prism */
  constructor(load = importPrism) {
    this.#load = load;
  }

  /**
   * The answer that Prism makes up for a request. As with Databricks, a body is JSON whatever the request says it is.
   *
   * @throws LocalError 501 when Prism is not installed, 400 for a request that is not what the specs say
   */
  async answer(service: string, request: IncomingMessage, url: URL, signal: AbortSignal): Promise<MockedAnswer> {
    const mock = await this.#start(service);
    const { method = "GET" } = request;
    const answer = await fetch(mock.url + url.pathname + url.search, {
      method,
      headers: { authorization: "Bearer local", "content-type": "application/json" },
      body: ["GET", "HEAD"].includes(method) ? null : await bodyOf(request),
      signal,
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw refusal(answer.status, body);
    const type = answer.headers.get("content-type") ?? "application/json";
    return { status: answer.status, headers: { "content-type": type }, body };
  }

  async close(): Promise<void> {
    const mocks = await Promise.allSettled(this.#running.values());
    await Promise.all(mocks.map((each) => (each.status === "fulfilled" ? each.value.close() : undefined)));
  }

  /** One that could not start is tried again. */
  #start(service: string): Promise<Mock> {
    const mock = this.#running.get(service) ?? startPrism([service], { load: this.#load });
    this.#running.set(service, mock);
    mock.catch(() => this.#running.delete(service));
    return mock;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | null> {
  const body = await readBody(request);
  return body.length > 0 ? new Uint8Array(body) : null;
}

const problem = z.object({
  title: z.string(),
  validation: z.array(z.object({ location: z.array(z.string()), message: z.string() })).default([]),
});

/** Prism tells problems as RFC 9457 does, Databricks in a way of its own. */
function refusal(status: number, body: Buffer): LocalError {
  const { data } = problem.safeParse(JSON.parse(body.toString("utf8") || "null"));
  const wrong = data?.validation.map(({ location, message }) => `${location.join(".")}: ${message}`).join("; ");
  const message = wrong || data?.title || "The request is not what the specs say.";
  if (status < 500) return new LocalError(400, "INVALID_PARAMETER_VALUE", message);
  return new LocalError(501, "NOT_IMPLEMENTED", `No answer can be made up from the specs: ${message}`);
}
