import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { LocalError } from "./local-error.ts";
import { readSpecs, selfContained } from "./specs.ts";

/** A mock of some services, on loopback. */
export interface Mock {
  readonly url: string;
  close(): Promise<void>;
}

const packages = "@stoplight/prism-core @stoplight/prism-http @stoplight/prism-http-server";

/**
 * Starts Prism for some services: every request is checked against their documents, every answer is made up from them.
 *
 * @throws LocalError 501 when Prism is not installed
 */
export async function startPrism(services: readonly string[]): Promise<Mock> {
  const [{ createLogger }, { getHttpOperationsFromSpec }, { createServer }] = await loadPrism();
  const specs = await readSpecs();
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

async function loadPrism() {
  try {
    return await Promise.all([
      import("@stoplight/prism-core"),
      import("@stoplight/prism-http"),
      import("@stoplight/prism-http-server"),
    ]);
  } catch {
    throw new LocalError(
      501,
      "NOT_IMPLEMENTED",
      `The local workspace has no state for this operation. To get answers made up from the specs: npm install ${packages}`,
    );
  }
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

/** Prism for each service that is asked for, started by the first request. */
export class Mocks {
  readonly #running = new Map<string, Promise<Mock>>();

  /** The answer that Prism makes up for a request. */
  async answer(service: string, request: IncomingMessage): Promise<Response> {
    const mock = await this.#start(service);
    const { authorization: _, host: __, connection: ___, "content-length": ____, ...headers } = request.headers;
    const body = request.method === "GET" || request.method === "HEAD" ? null : await buffer(request);
    return fetch(mock.url + (request.url ?? "/"), {
      method: request.method ?? "GET",
      headers: { ...(headers as Record<string, string>), authorization: "Bearer local" },
      body: body && body.length > 0 ? new Uint8Array(body) : null,
    });
  }

  async close(): Promise<void> {
    const mocks = await Promise.allSettled(this.#running.values());
    await Promise.all(mocks.map((each) => (each.status === "fulfilled" ? each.value.close() : undefined)));
  }

  #start(service: string): Promise<Mock> {
    const mock = this.#running.get(service) ?? startPrism([service]);
    this.#running.set(service, mock);
    return mock;
  }
}
