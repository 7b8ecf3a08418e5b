import type { Caller, CallOptions, Streamed } from "./caller.ts";
import type { Operation } from "./operation.ts";

/** Parameters of a method: the arguments may be left out when none of them must be given. */
export type MethodParameters<Args, Options = CallOptions> =
  Record<never, never> extends Args ? [args?: Args, options?: Options] : [args: Args, options?: Options];

/** A list. Called, it reads one page. */
export interface PagedMethod<Args, Answer, Item> {
  (...parameters: MethodParameters<Args>): Promise<Answer>;
  /**
   * The items of all pages, from where the arguments start. Each page is read when the loop gets there, so that
   * `break` saves the rest; a second loop starts anew. Options hold for each page.
   *
   * ```ts
   * import { DatabricksClient } from "databricks-mcp-toolkit/client";
   *
   * const client = new DatabricksClient({ host: "https://example.cloud.databricks.com", token: "dapi…" });
   * for await (const table of client.tables.list.all({ catalog_name: "main", schema_name: "sales" })) {
   *   if (table.table_type === "VIEW") console.log(table.full_name);
   * }
   * ```
   *
   * @throws what a call throws; PagingError when the list would never end. Thrown again by every later `next()`
   */
  all(...parameters: MethodParameters<Args>): AsyncIterable<Item>;
}

/** What one poll told. */
export interface WaitProgress<Polled, State> {
  /** As Databricks spells it; absent when the answer had none. For a long-running operation RUNNING or DONE. */
  readonly state: State | undefined;
  /** Databricks' own words on the state. */
  readonly message: string | undefined;
  /** The whole answer. */
  readonly polled: Polled;
}

/** How to wait. What `CallOptions` says holds for each request, but that a signal ends the wait with WaitError. */
export interface WaitOptions<Polled = unknown, State = string> extends CallOptions {
  /**
   * The longest wait from the first poll on, in milliseconds; a poll under way is cut. `Infinity` for no limit, 0 to
   * look once.
   * @default what the official SDKs take: 20 minutes, and 2 hours for forecasting
   */
  readonly timeoutMs?: number;
  /** Called with every poll, the last one included. */
  readonly onProgress?: (progress: WaitProgress<Polled, State>) => void;
}

/** An operation that starts something. Called, it does not wait. */
export interface WaitedMethod<Args, Answer, Polled, State, Result = Polled> {
  (...parameters: MethodParameters<Args>): Promise<Answer>;
  /**
   * Starts it, asks for its state again and again, and returns what it became.
   *
   * ```ts
   * import { DatabricksClient, WaitError } from "databricks-mcp-toolkit/client";
   *
   * const client = new DatabricksClient({ host: "https://example.cloud.databricks.com", token: "dapi…" });
   * try {
   *   const run = await client.jobs.runNow.wait(
   *     { job_id: 1125899906842624 },
   *     { timeoutMs: 60 * 60_000, onProgress: ({ state }) => console.log(state) },
   *   );
   *   console.log(run.run_page_url);
   * } catch (error) {
   *   if (!(error instanceof WaitError)) throw error;
   *   console.log(error.kind, error.state, error.poll.arguments); // failed FAILED { run_id: 5 }
   * }
   * ```
   *
   * @throws what a call throws while nothing is started yet; then WaitError: it failed, the time is up, the signal
   * aborted, or its state cannot be read. All but the first leave it running
   */
  wait(...parameters: MethodParameters<Args, WaitOptions<Polled, State>>): Promise<Result>;
}

/** A file or another text that may be large. Called, it reads all of it into memory. */
export interface StreamedMethod<Args, Answer> {
  (...parameters: MethodParameters<Args>): Promise<Answer>;
  /**
   * The same with its `contents` as a `ReadableStream` of bytes. It must be read to its end or cancelled; the signal and
   * the deadline end it too.
   *
   * ```ts
   * import { DatabricksClient } from "databricks-mcp-toolkit/client";
   *
   * const client = new DatabricksClient({ host: "https://example.cloud.databricks.com", token: "dapi…" });
   * const { contents } = await client.files.download.stream({ file_path: "/Volumes/main/sales/raw/a.csv" });
   * for await (const chunk of contents) console.log(chunk.byteLength);
   * ```
   *
   * @throws what a call throws; the stream fails with TransportError when the connection breaks
   */
  stream(...parameters: MethodParameters<Args>): Promise<Omit<Answer, "contents"> & Streamed>;
}

/** An object whose lists come in pages. Called, it reads one page. */
export interface WholeMethod<Args, Answer> {
  (...parameters: MethodParameters<Args>): Promise<Answer>;
  /**
   * The object with the lists of all its pages; `next_page_token` and `has_more` are gone.
   *
   * ```ts
   * import { DatabricksClient } from "databricks-mcp-toolkit/client";
   *
   * const client = new DatabricksClient({ host: "https://example.cloud.databricks.com", token: "dapi…" });
   * const run = await client.jobs.getRun.whole({ run_id: 5 });
   * const failed = run.tasks?.filter((task) => task.state?.result_state === "FAILED");
   * console.log(failed?.map((task) => task.task_key));
   * ```
   *
   * @throws what a call throws; PagingError when the lists would never end
   */
  whole(...parameters: MethodParameters<Args>): Promise<Answer>;
}

/** Makes requests, and the methods of generated clients that are more than one request. */
export interface MethodCaller extends Caller {
  /** @param operation one with `pagination` */
  paged<Args extends object, Answer, Item>(operation: Operation): PagedMethod<Args, Answer, Item>;
  /**
   * @param operation one with `wait` or `longRunning`
   * @param poll the operation that it names
   */
  waited<Args extends object, Answer, Polled, State, Result = Polled>(
    operation: Operation,
    poll: Operation,
  ): WaitedMethod<Args, Answer, Polled, State, Result>;
  /** @param operation one whose answer is bytes or text */
  streamed<Args extends object, Answer>(operation: Operation): StreamedMethod<Args, Answer>;
  /** @param operation one with `subPages` */
  whole<Args extends object, Answer>(operation: Operation): WholeMethod<Args, Answer>;
}
