import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { components } from "../../../generated/sql/types.ts";
import { notFound } from "../local-error.ts";
import type { User } from "../principals.ts";
import type { Collection } from "../store.ts";
import type { Workspace } from "../workspace.ts";
import { type Engine, engineOf } from "./engine.ts";
import type { Format } from "./result-format.ts";
import { SqlError } from "./sql-error.ts";
import { type StoredResult, storeResult } from "./stored-result.ts";
import type { Warehouses } from "./warehouses.ts";

/** What a caller asks to be run. */
export type StatementRequest = components["schemas"]["ExecuteStatementRequest"];

/** A statement as it is remembered. Times in milliseconds since 1970. */
export interface Statement {
  readonly id: string;
  readonly request: StatementRequest;
  readonly user: User;
  readonly state: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED";
  readonly submitted: number;
  /** When the warehouse began with it. */
  readonly started?: number;
  readonly ended?: number;
  readonly error?: { readonly message: string; readonly sqlState?: string };
  readonly result?: StoredResult;
}

/** How long a statement is known after its end, in milliseconds. */
export const statementKept = 12 * 3_600_000;

interface Execution {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** Runs statements on warehouses and remembers how they ended. */
export class Statements {
  readonly #workspace: Workspace;
  readonly #warehouses: Warehouses;
  readonly #documents: Collection<Statement>;
  readonly #running = new Map<string, Execution>();

  /** What ran when the workspace ended has failed. */
  constructor(workspace: Workspace, warehouses: Warehouses) {
    this.#workspace = workspace;
    this.#warehouses = warehouses;
    this.#documents = workspace.store.collection("statements");
    for (const each of this.#documents.list().filter(({ ended }) => ended === undefined)) {
      this.#put({
        ...each,
        state: "FAILED",
        ended: Date.now(),
        error: { message: "The warehouse ended while it ran." },
      });
    }
  }

  /**
   * Begins with a statement.
   *
   * @throws LocalError for an unknown warehouse, and 501 when there is no DuckDB
   */
  async submit(request: StatementRequest, user: User): Promise<string> {
    this.#warehouses.get(request.warehouse_id);
    const engine = await engineOf(this.#workspace);
    await this.#forget();
    const startUp = this.#warehouses.use(request.warehouse_id);
    const statement: Statement = { id: randomUUID(), request, user, state: "PENDING", submitted: Date.now() };
    this.#put(statement);
    const controller = new AbortController();
    const ended = this.#execute(engine, statement, startUp, controller.signal);
    this.#running.set(statement.id, { controller, ended });
    return statement.id;
  }

  /** @throws LocalError 404 */
  get(id: string): Statement {
    const statement = this.#documents.get(id);
    if (!statement || outlived(statement, statementKept)) throw notFound(`The statement ${id} was not found.`);
    return statement;
  }

  /** Whether the result of a statement that succeeded can no longer be read. */
  isClosed(statement: Statement): boolean {
    return statement.state === "SUCCEEDED" && outlived(statement, this.#workspace.timings.resultValid);
  }

  list(): Statement[] {
    return this.#documents.list();
  }

  /** Waits for the end of a statement. */
  async wait(id: string, milliseconds: number): Promise<void> {
    const { ended } = this.#running.get(id) ?? {};
    const timer = new AbortController();
    await Promise.race([ended, delay(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
  }

  /** Interrupts a statement; without effect on one that has ended. */
  async cancel(id: string): Promise<void> {
    const { controller, ended } = this.#running.get(id) ?? {};
    controller?.abort();
    await ended;
  }

  /** Where the chunks of a statement are. */
  async directoryOf(id: string): Promise<string> {
    return join(await this.#workspace.directory("results"), id);
  }

  async close(): Promise<void> {
    for (const { controller } of this.#running.values()) controller.abort();
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  async #execute(engine: Engine, statement: Statement, startUp: number, signal: AbortSignal): Promise<void> {
    let running = statement;
    try {
      await delay(startUp, undefined, { signal });
      running = { ...statement, state: "RUNNING", started: Date.now() };
      this.#put(running);
      const result = await this.#store(engine, running, signal);
      this.#put({ ...running, state: "SUCCEEDED", ended: Date.now(), result });
    } catch (error) {
      await rm(await this.directoryOf(statement.id), { recursive: true, force: true });
      this.#put({ ...running, ended: Date.now(), ...(signal.aborted ? { state: "CANCELED" } : failed(error)) });
    } finally {
      this.#running.delete(statement.id);
      this.#warehouses.release(statement.request.warehouse_id);
    }
  }

  async #store(engine: Engine, { id, request, user }: Statement, signal: AbortSignal): Promise<StoredResult> {
    const { catalog = "main", schema = "default", parameters = [] } = request;
    const session = { catalog, schema, user: user.userName };
    const result = await engine.run(request.statement, session, { parameters, signal });
    const { disposition = "INLINE", format = "JSON_ARRAY", row_limit, byte_limit } = request;
    return storeResult(result, {
      directory: await this.directoryOf(id),
      format: format as Format,
      disposition: disposition === "EXTERNAL_LINKS" ? "EXTERNAL_LINKS" : "INLINE",
      ...(row_limit !== undefined && { rowLimit: Number(row_limit) }),
      ...(byte_limit !== undefined && { byteLimit: Number(byte_limit) }),
    });
  }

  /** Deletes what is too old to be asked for. */
  async #forget(): Promise<void> {
    const { resultValid } = this.#workspace.timings;
    for (const each of this.#documents.list()) {
      if (outlived(each, resultValid)) await rm(await this.directoryOf(each.id), { recursive: true, force: true });
      if (outlived(each, statementKept)) this.#documents.delete(each.id);
    }
  }

  #put(statement: Statement): void {
    this.#documents.put(statement.id, statement);
  }
}

const outlived = ({ ended }: Statement, milliseconds: number): boolean =>
  ended !== undefined && Date.now() > ended + milliseconds;

/** How a statement ends with an error. */
export function failed(error: unknown): Pick<Statement, "state" | "error"> {
  const message = error instanceof Error ? error.message : String(error);
  return { state: "FAILED", error: { message, ...(error instanceof SqlError && { sqlState: error.sqlState }) } };
}
