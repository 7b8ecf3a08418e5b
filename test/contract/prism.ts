import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";

const SPECS = join(import.meta.dirname, "..", "..", "specs");

/** A mock of one service, on loopback. */
export interface Mock {
  readonly url: string;
  close(): Promise<void>;
}

/** Services that have a document. */
export const mockedServices = (): string[] =>
  readdirSync(SPECS)
    .filter((name) => name.endsWith(".json") && name !== "lock.json")
    .map((name) => name.replace(/\.json$/, ""))
    .sort();

/** Starts Prism for some services: every request is checked against their documents, every answer is made up from them. */
export async function startPrism(services: readonly string[]): Promise<Mock> {
  const operations = (
    await Promise.all(services.map((service) => getHttpOperationsFromSpec(mockable(service))))
  ).flat();
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

/**
 * A document as Prism can serve it. The path of a file brings its own slash (`/fs/files{file_path}`), which routers take
 * for a part of the segment before; and Prism would make up headers that no server can send, a negative length for one.
 */
function mockable(service: string): string | object {
  const path = join(SPECS, `${service}.json`);
  if (service !== "files") return path;
  const text = readFileSync(path, "utf8")
    .replaceAll(/"(\/api\/2\.0\/fs\/(?:files|directories))\{/g, '"$1/{')
    .replaceAll(/("content-length": \{\s*"schema": \{)/g, '$1 "example": 0,')
    .replaceAll(/("content-type": \{\s*"schema": \{)/g, '$1 "example": "text/plain",');
  return JSON.parse(text) as object;
}
