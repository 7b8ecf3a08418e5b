import { createHash, randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expiredUrl, type FakeAnswer, listen, received, send } from "./files-http.ts";

/** A file of the fake's volumes. */
interface StoredFile {
  readonly content: Buffer;
  readonly etag: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly modified: number;
}

interface Session {
  readonly path: string;
  readonly overwrite: boolean;
  readonly parts: Map<number, Buffer>;
  received: Buffer;
}

/** What a pre-signed URL is for. */
interface Grant {
  readonly step: string;
  readonly path: string;
  readonly token: string;
  readonly part: number;
  expired: boolean;
}

/** A request, named by what it does in a transfer: `initiate`, `part 2`, `complete`, `put`. */
interface Asked {
  readonly step: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  readonly grant?: Grant;
}

/**
 * What goes wrong with one request, instead of or beside the proper answer:
 * - `answer`: another answer;
 * - `expire`: its URL has expired, for ever, in the words of a cloud;
 * - `cutRequest`: the connection is reset after so many bytes of the body came;
 * - `cutAnswer`: the connection is closed after so many bytes of the body went;
 * - `keep`: only so many bytes of a chunk are stored; with `lost`, and no answer comes;
 * - `meanwhile`: runs first, then all goes on properly.
 */
export type Fault =
  | { readonly answer: FakeAnswer }
  | { readonly expire: "aws" | "azure" }
  | { readonly cutRequest: number }
  | { readonly cutAnswer: number }
  | { readonly keep: number; readonly lost?: true }
  | { readonly meanwhile: () => void | Promise<void> };

/** Which cloud the fake workspace lives in: one with multipart uploads, or one with resumable ones. */
export type FakeCloud = "multipart" | "resumable";

const TOKEN = "Bearer t0ken";
/** The answer of a cloud to a request that its signature does not allow. */
export const denied: Fault = {
  answer: {
    status: 403,
    body: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
    headers: { "x-amz-request-id": "r-1" },
  },
};

/** A real server on loopback for the Files API, and another one for the storage that pre-signed URLs lead to. */
export class FilesServer {
  readonly files = new Map<string, StoredFile>();
  /** Uploads begun, neither completed nor aborted: what would be billed. */
  readonly sessions = new Map<string, Session>();
  /** What was asked, in order. */
  readonly steps: string[] = [];
  readonly requests: Asked[] = [];
  /** Authorization headers that came to the storage, which refuses them. */
  readonly leaks: string[] = [];
  /** Secrets that whoever sees them could use: signatures and session tokens. */
  readonly secrets: string[] = [];
  readonly #cloud: FakeCloud;
  readonly #faults = new Map<string, (Fault | undefined)[]>();
  readonly #grants = new Map<string, Grant>();
  readonly #arrivals = new EventEmitter();
  #hosts: readonly [string, string] = ["", ""];

  constructor(cloud: FakeCloud) {
    this.#cloud = cloud;
  }

  /** Listens until the test ends. */
  async start(): Promise<this> {
    this.#hosts = [
      await listen((...both) => this.#serve("api", ...both)),
      await listen((...both) => this.#serve("cloud", ...both)),
    ];
    return this;
  }

  get host(): string {
    return this.#hosts[0];
  }

  /** Puts a file in place, last changed on 1 June 2026. */
  store(path: string, content: Buffer, modified = Date.UTC(2026, 5, 1)): void {
    this.files.set(path, { content, modified, etag: etagOf(content) });
  }

  /** Makes the next requests of this kind go wrong, in order; `undefined` lets one through. */
  fail(step: string, ...faults: (Fault | undefined)[]): void {
    this.#faults.set(step, [...(this.#faults.get(step) ?? []), ...faults]);
  }

  /** Resolves once so many requests of this kind have come. */
  async saw(step: string, times = 1): Promise<void> {
    while (this.steps.filter((each) => each === step).length < times) await once(this.#arrivals, "arrival");
  }

  async #serve(at: "api" | "cloud", incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
    // A client asks what kind of host it is.
    if (at === "api" && !url.pathname.startsWith("/api/")) return send(response, missing);
    const grant = at === "cloud" ? this.#grants.get(url.searchParams.get("X-Amz-Signature") ?? "") : undefined;
    const step = at === "api" ? apiStep(incoming.method ?? "", url) : cloudStep(incoming, grant);
    const fault = this.#faults.get(step)?.shift();
    const body = await received(incoming, fault && "cutRequest" in fault ? fault.cutRequest : undefined);
    const asked = { step, url, headers: incoming.headers, body, ...(grant && { grant }) };
    this.steps.push(step);
    this.requests.push(asked);
    this.#arrivals.emit("arrival");
    if (fault && "cutRequest" in fault) return void incoming.socket.resetAndDestroy();
    if (fault && "meanwhile" in fault) await fault.meanwhile();
    const answer = this.#refusal(at, asked, fault) ?? this.#answer(asked, fault);
    if (fault && "lost" in fault) return void incoming.socket.resetAndDestroy();
    send(response, answer, fault && "cutAnswer" in fault ? fault.cutAnswer : undefined);
  }

  #refusal(at: "api" | "cloud", { headers, grant }: Asked, fault: Fault | undefined): FakeAnswer | undefined {
    if (at === "api" && headers.authorization !== TOKEN) return { status: 401, body: { message: "no token" } };
    if (at === "cloud" && headers.authorization !== undefined) {
      this.leaks.push(headers.authorization);
      return {
        status: 400,
        body: "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism</Message></Error>",
      };
    }
    if (at === "cloud" && (!grant || headers["x-signed"] !== "yes")) {
      return { status: 403, body: "<Error><Code>SignatureDoesNotMatch</Code><Message>No</Message></Error>" };
    }
    if (fault && "answer" in fault) return fault.answer;
    if (grant && fault && "expire" in fault) grant.expired = true;
    const cloud = fault && "expire" in fault ? fault.expire : "aws";
    return grant?.expired ? { status: 403, body: expiredUrl[cloud] } : undefined;
  }

  #answer(asked: Asked, fault: Fault | undefined): FakeAnswer {
    const { step, url, body } = asked;
    const path = decodeURIComponent(url.pathname.replace("/api/2.0/fs/files", ""));
    const json = () => JSON.parse(body.toString());
    if (step === "initiate") return this.#initiate(path, url.searchParams.get("overwrite") === "true");
    if (step === "part-urls") return this.#partUrls(json());
    if (step === "resumable-url") return { status: 200, body: { resumable_upload_url: this.#sign("chunk", json()) } };
    if (step === "abort-url") return { status: 200, body: { abort_upload_url: this.#sign("abort", json()) } };
    if (step === "complete") return this.#complete(url.searchParams.get("session_token") ?? "", json());
    if (step === "download-url") return this.#downloadUrl(url.searchParams.get("path") ?? "");
    if (step === "put") return this.#put(path, body, url.searchParams.get("overwrite") === "true");
    if (step === "get" || step === "head") return this.#get(path, asked);
    return this.#cloudAnswer(asked, fault);
  }

  #cloudAnswer(asked: Asked, fault: Fault | undefined): FakeAnswer {
    const { step, body, grant } = asked;
    if (step === "cloud-get") return this.#get(grant?.path ?? "", asked);
    const session = this.sessions.get(grant?.token ?? "");
    if (!session) return { status: 404, body: "<Error><Code>NoSuchUpload</Code><Message>Gone</Message></Error>" };
    if (step === "abort") {
      this.sessions.delete(grant?.token ?? "");
      return { status: this.#cloud === "resumable" ? 499 : 204 };
    }
    if (step === "chunk" || step === "query") return this.#chunk(session, asked, fault);
    session.parts.set(grant?.part ?? 0, body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }

  #initiate(path: string, overwrite: boolean): FakeAnswer {
    if (!overwrite && this.files.has(path)) return exists;
    const token = `session-${randomUUID()}`;
    this.secrets.push(token);
    this.sessions.set(token, { path, overwrite, parts: new Map(), received: Buffer.alloc(0) });
    return { status: 200, body: { [`${this.#cloud}_upload`]: { session_token: token } } };
  }

  #partUrls(body: { session_token: string; start_part_number: number; count: number }): FakeAnswer {
    const urls = Array.from({ length: body.count }, (_, index) => {
      const part = body.start_part_number + index;
      return { part_number: part, ...this.#sign(`part ${part}`, { ...body, part }) };
    });
    return { status: 200, body: { upload_part_urls: urls } };
  }

  #downloadUrl(path: string): FakeAnswer {
    if (!this.files.has(path)) return missing;
    return { status: 200, body: this.#sign("cloud-get", { session_token: "", path }) };
  }

  #sign(
    step: string,
    { session_token = "", path = "", part = 0 }: { session_token?: string; path?: string; part?: number },
  ) {
    const signature = randomUUID();
    this.secrets.push(signature);
    this.#grants.set(signature, { step, path, token: session_token, part, expired: false });
    const url = `${this.#hosts[1]}/bucket/object?X-Amz-Expires=3600&X-Amz-Signature=${signature}`;
    return { url, headers: [{ name: "x-signed", value: "yes" }] };
  }

  #complete(token: string, { parts }: { parts: { part_number: number; etag: string }[] }): FakeAnswer {
    const session = this.sessions.get(token);
    if (!session) return missing;
    const told = parts.map(({ part_number, etag }) => `${part_number} ${etag}`);
    const known = [...session.parts].sort(([a], [b]) => a - b).map(([number, body]) => `${number} ${etagOf(body)}`);
    if (told.join() !== known.join())
      return { status: 400, body: { error_code: "BAD_REQUEST", message: "wrong parts" } };
    this.sessions.delete(token);
    const content = Buffer.concat(parts.map(({ part_number }) => session.parts.get(part_number) ?? Buffer.alloc(0)));
    return this.#put(session.path, content, session.overwrite);
  }

  /** https://cloud.google.com/storage/docs/performing-resumable-uploads */
  #chunk(session: Session, { headers, body, grant }: Asked, fault: Fault | undefined): FakeAnswer {
    const [, start, , total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(headers["content-range"] ?? "") ?? [];
    if (start !== undefined && Number(start) !== session.received.byteLength)
      return { status: 400, body: "wrong offset" };
    const kept = body.subarray(0, fault && "keep" in fault ? fault.keep : body.byteLength);
    session.received = Buffer.concat([session.received, kept]);
    const { received } = session;
    if (Number(total) !== received.byteLength) {
      const range: Record<string, string> =
        received.byteLength > 0 ? { range: `bytes=0-${received.byteLength - 1}` } : {};
      return { status: 308, headers: range };
    }
    this.sessions.delete(grant?.token ?? "");
    if (!session.overwrite && this.files.has(session.path)) return { status: 412, body: "conditionNotMet" };
    return this.#put(session.path, received, true);
  }

  #put(path: string, content: Buffer, overwrite: boolean): FakeAnswer {
    if (!overwrite && this.files.has(path)) return exists;
    this.store(path, content);
    return { status: 204 };
  }

  #get(path: string, { step, headers }: Asked): FakeAnswer {
    const file = this.files.get(path);
    if (!file) return missing;
    const { content, modified, etag } = file;
    const unmodifiedSince = headers["if-unmodified-since"];
    if (unmodifiedSince && modified > Date.parse(unmodifiedSince)) return { status: 412, body: { message: "changed" } };
    const fields = {
      "last-modified": new Date(modified).toUTCString(),
      "content-type": "text/csv",
      etag,
    };
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? "") ?? [];
    if (step === "head") return { status: 200, headers: { ...fields, "content-length": String(content.byteLength) } };
    if (from === undefined) return { status: 200, body: content, headers: fields };
    if (Number(from) >= content.byteLength) return { status: 416, body: { message: "no such range" } };
    const end = Math.min(to ? Number(to) + 1 : content.byteLength, content.byteLength);
    const range = `bytes ${from}-${end - 1}/${content.byteLength}`;
    return { status: 206, body: content.subarray(Number(from), end), headers: { ...fields, "content-range": range } };
  }
}

const exists = {
  status: 409,
  body: { error_code: "ALREADY_EXISTS", message: "The file being created already exists." },
};
const missing = { status: 404, body: { error_code: "NOT_FOUND", message: "The file does not exist." } };

const etagOf = (content: Buffer): string => `"${createHash("sha256").update(content).digest("hex").slice(0, 16)}"`;

function apiStep(method: string, { pathname, searchParams }: URL): string {
  const action = searchParams.get("action");
  if (action) return action.replace("-upload", "");
  const url = /\/fs\/create-(?:upload-)?(.+?)(?:-upload)?-(urls?)$/.exec(pathname);
  return url ? `${url[1]}-${url[2]}` : method.toLowerCase();
}

function cloudStep({ method, headers }: IncomingMessage, grant: Grant | undefined): string {
  if (method === "DELETE") return "abort";
  return headers["content-range"] === "bytes */*" ? "query" : (grant?.step ?? "unknown");
}

/** Starts a fake. */
export function filesServer(cloud: FakeCloud = "multipart"): Promise<FilesServer> {
  return new FilesServer(cloud).start();
}
