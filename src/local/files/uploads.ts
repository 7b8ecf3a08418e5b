import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";
import type { RawHandler } from "../handlers.ts";
import { invalid, LocalError } from "../local-error.ts";
import { readJson } from "../read-body.ts";
import type { Workspace } from "../workspace.ts";
import { download } from "./files-api.ts";
import type { Volumes } from "./volumes.ts";

interface Session {
  readonly path: string;
  readonly overwrite: boolean;
  readonly directory: string;
  readonly parts: Map<number, Part>;
}

/** A part that has come whole. */
interface Part {
  readonly etag: string;
  readonly file: string;
}

const partUrls = z.object({
  path: z.string(),
  session_token: z.string(),
  start_part_number: z.number().int().positive(),
  count: z.number().int().positive().max(1000),
  expire_time: z.string().optional(),
});
const abortUrl = z.object({ path: z.string(), session_token: z.string(), expire_time: z.string().optional() });
const completion = z.object({ parts: z.array(z.object({ part_number: z.number(), etag: z.string() })) });

/**
 * Uploads in parts and downloads through presigned URLs, as databricks-sdk-py asks for them
 * (`databricks/sdk/mixins/files.py`). Uploads that nobody completed end with the workspace, or at its next start.
 */
export class Uploads {
  readonly #workspace: Workspace;
  readonly #volumes: Volumes;
  readonly #sessions = new Map<string, Session>();

  constructor(workspace: Workspace, volumes: Volumes) {
    this.#workspace = workspace;
    this.#volumes = volumes;
  }

  routes(): Readonly<Record<string, RawHandler>> {
    return {
      "POST /api/2.0/fs/files/*": this.#guarded((request, url) => this.#act(request, url)),
      "POST /api/2.0/fs/create-upload-part-urls": this.#guarded((request) => this.#partUrls(request)),
      "POST /api/2.0/fs/create-abort-upload-url": this.#guarded((request) => this.#abortUrl(request)),
      "POST /api/2.0/fs/create-download-url": this.#guarded((_, url) => this.#downloadUrl(url)),
    };
  }

  #guarded(answer: (request: IncomingMessage, url: URL) => Promise<object>): RawHandler {
    return async (request, url) => {
      const user = this.#workspace.tokens.authenticate(request.headers.authorization);
      if (user.readOnly && !url.pathname.endsWith("/create-download-url")) {
        throw new LocalError(403, "PERMISSION_DENIED", `User ${user.userName} may not write.`);
      }
      return { body: await answer(request, url) };
    };
  }

  async #act(request: IncomingMessage, url: URL): Promise<object> {
    const path = decodeURIComponent(url.pathname.replace("/api/2.0/fs/files", ""));
    const action = url.searchParams.get("action");
    if (action === "initiate-upload") return this.#initiate(path, url.searchParams.get("overwrite") === "true");
    if (action === "complete-upload") {
      return this.#complete(url.searchParams.get("session_token") ?? "", parsed(completion, await readJson(request)));
    }
    throw invalid(`The action ${action} is unknown.`);
  }

  async #initiate(full: string, overwrite: boolean): Promise<object> {
    const { disk, path } = await this.#volumes.locateFile(full);
    if (!overwrite && (await disk.stats(path))) {
      throw new LocalError(409, "ALREADY_EXISTS", `The file being created already exists: ${full}`);
    }
    const token = randomUUID();
    const directory = join(await this.#workspace.temporaryDirectory("uploads"), token);
    await mkdir(directory);
    this.#sessions.set(token, { path: full, overwrite, directory, parts: new Map() });
    return { multipart_upload: { session_token: token } };
  }

  async #complete(token: string, { parts }: z.infer<typeof completion>): Promise<object> {
    const session = this.#find(token);
    if (parts.length === 0) throw invalid("An upload has at least one part.");
    const files = parts.map(({ part_number, etag }) => {
      const part = session.parts.get(part_number);
      if (part?.etag !== etag) throw invalid(`Part ${part_number} was not uploaded with that ETag.`);
      return part.file;
    });
    const { disk, path } = await this.#volumes.locateFile(session.path);
    await disk.write(path, Readable.from(concatenated(files)), session.overwrite);
    await this.#forget(token);
    return {};
  }

  async #partUrls(request: IncomingMessage): Promise<object> {
    const { session_token, start_part_number, count } = parsed(partUrls, await readJson(request));
    this.#find(session_token);
    const urls = Array.from({ length: count }, async (_, index) => {
      const part_number = start_part_number + index;
      const handle = (incoming: IncomingMessage, response: ServerResponse) =>
        this.#receive(session_token, part_number, incoming, response);
      return { part_number, url: await this.#presign("PUT", handle), headers: [] };
    });
    return { upload_part_urls: await Promise.all(urls) };
  }

  async #abortUrl(request: IncomingMessage): Promise<object> {
    const { session_token } = parsed(abortUrl, await readJson(request));
    this.#find(session_token);
    const url = await this.#presign("DELETE", async (_, response) => {
      await this.#forget(session_token);
      response.writeHead(204).end();
    });
    return { abort_upload_url: { url, headers: [] } };
  }

  async #downloadUrl(url: URL): Promise<object> {
    const place = await this.#volumes.locate(url.searchParams.get("path") ?? "");
    await place.disk.file(place.path);
    const presigned = await this.#presign("GET", async (request, response) => {
      const { contents, headers } = await download(place, request.headers);
      response.writeHead("content-range" in headers ? 206 : 200, headers);
      await pipeline(contents, response);
    });
    return { url: presigned, headers: [] };
  }

  #presign(
    method: "GET" | "PUT" | "DELETE",
    handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ) {
    return this.#workspace.storage.presign({
      method,
      expiresAt: Date.now() + this.#workspace.timings.linkValid,
      handle,
    });
  }

  #find(token: string): Session {
    const session = this.#sessions.get(token);
    if (!session) throw new LocalError(404, "NOT_FOUND", "The upload does not exist: it was completed or aborted.");
    return session;
  }

  /** Takes a part; it counts once it is whole. The last one of a number counts. */
  async #receive(token: string, number: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { directory, parts } = this.#find(token);
    const file = join(directory, randomUUID());
    const hash = createHash("md5");
    const hashing = new Transform({
      transform(chunk: Buffer, _, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(request, hashing, createWriteStream(file));
    const etag = `"${hash.digest("hex")}"`;
    const before = parts.get(number);
    parts.set(number, { etag, file });
    if (before) await rm(before.file, { force: true });
    response.writeHead(200, { etag }).end();
  }

  async #forget(token: string): Promise<void> {
    const session = this.#find(token);
    this.#sessions.delete(token);
    await rm(session.directory, { recursive: true, force: true });
  }
}

async function* concatenated(files: readonly string[]): AsyncGenerator<Buffer> {
  for (const file of files) yield* createReadStream(file);
}

function parsed<Value>(scheme: z.ZodType<Value>, body: unknown): Value {
  const { data, error } = scheme.safeParse(body);
  if (error) throw invalid(z.prettifyError(error));
  return data;
}
