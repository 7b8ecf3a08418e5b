import { type FakeAnswer, type FakeRequest, type JsonServer, startJsonServer } from "./json-server.ts";
import { ResultStorage } from "./result-storage.ts";

type Cells = readonly (readonly (string | null)[])[];

/** How a statement goes. */
export interface Script {
  /** States told one after the other, the first by the submission, the last for ever. */
  readonly states?: readonly string[];
  readonly columns?: readonly { readonly name: string; readonly type_text: string; readonly type_name: string }[];
  /** Rows, chunk by chunk. */
  readonly chunks?: readonly Cells[];
  readonly truncated?: boolean;
  /** Facts of the manifest that are told otherwise than they are. */
  readonly manifest?: object;
  /** Why a request for EXTERNAL_LINKS is refused. */
  readonly refusal?: { readonly error_code: string; readonly message: string };
  readonly error?: { readonly error_code: string; readonly message: string };
  readonly sqlState?: string;
  /** Polls between a cancel and CANCELED; a statement that ends before keeps its own end. */
  readonly pollsToCancel?: number;
}

/** A link as it is told. */
export type FakeLink = Readonly<Record<string, unknown>>;

const notFound = { status: 404, body: { error_code: "NOT_FOUND", message: "The statement was not found." } };

/** A SQL warehouse on loopback that speaks the Statement Execution API (JSON_ARRAY), with its storage. */
export class StatementServer {
  /** Bodies of the submissions. */
  readonly submitted: FakeRequest["body"][] = [];
  /** What warehouses.list answers. */
  warehouses: readonly { readonly id: string; readonly name: string; readonly state: string }[] = [];
  /** Runs before each answer, for example to abort the caller. */
  beforeAnswer: (request: FakeRequest) => void = () => {};
  /** Changes links before they are told; it is given the chunk. */
  changeLink: (link: FakeLink, chunk: number) => FakeLink = (link) => link;
  readonly storage: ResultStorage;
  readonly #script: Script;
  readonly #broken = new Set<number>();
  #http: JsonServer | undefined;
  #polls = 0;
  #cancelledAt: number | undefined;
  #expired = false;
  #linked = false;

  constructor(script: Script = {}) {
    this.#script = script;
    this.storage = new ResultStorage((script.chunks ?? []).map((rows) => JSON.stringify(rows)));
  }

  async start(): Promise<this> {
    await this.storage.start();
    this.#http = await startJsonServer((request) => this.#answer(request));
    return this;
  }

  get host(): string {
    return this.#http?.host ?? "";
  }

  /** Requests as `GET /statements/s1`, in order. */
  get seen(): string[] {
    return (this.#http?.seen ?? []).map((line) => line.replace("/api/2.0/sql", ""));
  }

  /** Resolves once a request for `/statements/…` has come. */
  async saw(method: string, path: string): Promise<void> {
    await this.#http?.saw(`${method} /api/2.0/sql${path}`);
  }

  /** From now on nobody knows the statement any more. */
  expire(): void {
    this.#expired = true;
  }

  /** From now on a chunk cannot be fetched. */
  breakChunk(index: number): void {
    this.#broken.add(index);
  }

  #answer(request: FakeRequest): FakeAnswer {
    this.beforeAnswer(request);
    const path = request.path.replace("/api/2.0/sql", "");
    if (path === "/warehouses") return { body: { warehouses: this.warehouses } };
    if (request.method === "POST" && path === "/statements") return this.#submit(request);
    if (!path.startsWith("/statements/s1") || this.#expired) return notFound;
    if (path.endsWith("/cancel")) return this.#cancel();
    const chunk = /\/result\/chunks\/(\d+)$/.exec(path);
    return chunk ? this.#chunk(Number(chunk[1])) : this.#poll();
  }

  #submit({ body }: FakeRequest): FakeAnswer {
    this.submitted.push(body);
    this.#linked = body.disposition === "EXTERNAL_LINKS";
    const { refusal } = this.#script;
    if (this.#linked && refusal) return { status: 400, body: refusal };
    return { body: this.#statement() };
  }

  #poll(): FakeAnswer {
    this.#polls += 1;
    return { body: this.#statement() };
  }

  #cancel(): FakeAnswer {
    this.#cancelledAt ??= this.#polls;
    return { body: {} };
  }

  #chunk(index: number): FakeAnswer {
    const chunk = this.#data(index);
    if (!chunk || this.#broken.has(index)) {
      return { status: 404, body: { error_code: "NOT_FOUND", message: "The result of the statement was not found." } };
    }
    return { body: chunk };
  }

  #state(): string {
    const { states = ["SUCCEEDED"], pollsToCancel = 0 } = this.#script;
    const cancelled = this.#cancelledAt !== undefined && this.#polls - this.#cancelledAt > pollsToCancel;
    const scripted = states[Math.min(this.#polls, states.length - 1)] ?? "";
    return cancelled && ["PENDING", "RUNNING"].includes(scripted) ? "CANCELED" : scripted;
  }

  #statement(): object {
    const { error, sqlState } = this.#script;
    const state = this.#state();
    if (state !== "SUCCEEDED") {
      const failure = state === "FAILED" ? { error, sql_state: sqlState } : {};
      return { statement_id: "s1", ...(state && { status: { state, ...failure } }) };
    }
    return { statement_id: "s1", status: { state }, manifest: this.#manifest(), result: this.#data(0) ?? {} };
  }

  #manifest(): object {
    const { columns, truncated = false, manifest } = this.#script;
    const chunks = this.#chunks().map(({ data_array: _, ...facts }) => facts);
    const total_row_count = chunks.reduce((sum, { row_count }) => sum + row_count, 0);
    const schema = columns && { column_count: columns.length, columns };
    const facts = { total_chunk_count: chunks.length, chunks, total_row_count, truncated };
    return { format: "JSON_ARRAY", schema, ...facts, ...manifest };
  }

  /** Rows, or a link to them. */
  #data(index: number): object | undefined {
    const chunk = this.#chunks()[index];
    if (!this.#linked || !chunk) return chunk;
    const { data_array: _, ...facts } = chunk;
    const next = index + 1 < this.#chunks().length && { next_chunk_index: index + 1 };
    const external_link = this.storage.linkTo(index);
    const link = { ...facts, ...next, external_link, expiration: "2999-01-01T00:00:00Z" };
    return { external_links: [this.changeLink(link, index)] };
  }

  #chunks() {
    let offset = 0;
    return (this.#script.chunks ?? []).map((data_array, chunk_index) => {
      const row_offset = offset;
      offset += data_array.length;
      return { chunk_index, row_offset, row_count: data_array.length, data_array };
    });
  }
}

/** Starts a warehouse that runs one statement, `s1`, like this. */
export function statementServer(script: Script = {}): Promise<StatementServer> {
  return new StatementServer(script).start();
}
