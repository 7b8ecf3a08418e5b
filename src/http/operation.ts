/** HTTP verbs that Databricks' REST API uses. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";

/** What a call does to the workspace: looks, changes, or may lose data, run arbitrary code or cost money. */
export type Risk = "read" | "write" | "destructive";

/** Where an operation lives: a workspace, or the account above it. */
export type Scope = "workspace" | "account";

/**
 * A path or query parameter. The argument's name is its wire name.
 *
 * `style` says how a path value is spelled:
 * - `segment`: one segment, percent-encoded whole;
 * - `file`: an absolute path (`/Volumes/…`), encoded segment by segment;
 * - `resource`: a resource name such as `projects/p/branches/b`, checked against `pattern`
 *   (`projects/{project_id}/branches/{branch_id}`) and encoded segment by segment; a segment may hold several
 *   placeholders (`models/{catalog}.{schema}.{model}`), and a first segment `{...}` stands for any number of
 *   segments (`{...}/operations/{unique_id}`); without a pattern any non-empty segments do;
 * - `account`: the account id, filled from configuration when the caller leaves it out.
 *
 * `type` says how a query value is spelled: arrays repeat the key, objects flatten with dots
 * (`filter_by.statuses=…`), everything else is its text.
 */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: true;
  readonly style?: "segment" | "file" | "resource" | "account";
  readonly pattern?: string;
  readonly type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
}

/**
 * How arguments become the request body.
 * - `fields`: a JSON object made of the named arguments (an empty list sends `{}`);
 * - `argument`: one argument is the whole JSON body;
 * - `bytes`: one argument is the raw body (octet-stream).
 */
export type Body =
  | { readonly kind: "fields"; readonly fields: readonly string[] }
  | { readonly kind: "argument"; readonly argument: string }
  | { readonly kind: "bytes"; readonly argument: string };

/**
 * What a successful answer is: JSON, nothing, raw bytes, or text. `headers` maps result fields that travel as
 * response headers (`content-length`) to their JSON type; with `bytes` and `text` the body is the `contents` field.
 */
export interface Answer {
  readonly kind: "json" | "none" | "bytes" | "text";
  readonly headers?: Readonly<Record<string, "string" | "integer">>;
}

/**
 * How a list goes on. `items` is the field of the answer that holds them, empty when the answer is the list.
 * - `token`: the answer's `response` is the next request's `request`; the argument `zero` is sent as 0 when the caller
 *   gives none, because its absence selects an older, unpaged behaviour;
 * - `next-request`: the answer's `response` is the whole next request;
 * - `offset`: `request` counts items and starts as `defaults` say (SCIM counts from 1); the field `dedupe` of an item,
 *   else its `id`, tells which was there before;
 * - `page`: `request` counts pages;
 * - `single`: it does not go on.
 */
export type Pagination =
  | {
      readonly kind: "token";
      readonly items: string;
      readonly request: string;
      readonly in: "query" | "body";
      readonly response: string;
      readonly zero?: string;
    }
  | { readonly kind: "next-request"; readonly items: string; readonly in: "body"; readonly response: string }
  | {
      readonly kind: "offset" | "page";
      readonly items: string;
      readonly request: string;
      readonly in: "query";
      readonly response: string;
      readonly defaults: Readonly<Record<string, number>>;
      readonly dedupe?: string;
    }
  | { readonly kind: "single"; readonly items: string };

/** Where a polling argument comes from: a field of the arguments, or of the answer, of the operation that started it. */
export interface PollArgument {
  readonly from: "request" | "response";
  readonly field: string;
}

/** How the official SDKs wait for what an operation starts. `state` and `message` are dotted paths in the poll's answer. */
export interface Wait {
  /** Id of the operation to ask. */
  readonly poll: string;
  readonly arguments: Readonly<Record<string, PollArgument>>;
  readonly state: string;
  readonly message?: string;
  readonly success: readonly string[];
  readonly failure: readonly string[];
  readonly timeoutMinutes: number;
}

/** An operation whose answer is an `Operation` (`name`, `done`, `error`, `response`), to be asked for by its name. */
export interface LongRunning {
  /** Id of the operation to ask. */
  readonly poll: string;
  /** Component schema of `response`; absent when nothing comes out. */
  readonly result?: string;
  /** Component schema of `metadata`. */
  readonly metadata: string;
}

/**
 * An object whose lists come in pages of at most 100 (`page_token`, `next_page_token`; Jobs API 2.2). `lists` are dotted
 * paths. Where the first page has items at a value of `instead`, that list goes on and the one at the key does not.
 */
export interface SubPages {
  readonly lists: readonly string[];
  readonly instead?: Readonly<Record<string, string>>;
}

/** One operation of the REST API, as plain data: everything needed to make the request and to read the answer. */
export interface Operation {
  /** `<api>.<method>` with the SDK's names, e.g. `jobs.runNow`. */
  readonly id: string;
  readonly method: Method;
  /** URL template as Databricks documents it, e.g. `/api/2.0/postgres/{name}`. */
  readonly path: string;
  readonly scope: Scope;
  readonly risk: Risk;
  readonly parameters: readonly Parameter[];
  readonly body?: Body;
  readonly answer: Answer;
  /** Argument that makes a repeated request safe (`idempotency_token`, `request_id`). */
  readonly idempotency?: string;
  /**
   * Paths of the int64 fields of the body, from the argument down: `job_id`, `tasks[].run_job_task.job_id`
   * (`[]`: each item), `params.*.id` (`*`: each value of a map). Decimal digits given there as a string are sent
   * as a JSON number, every digit kept. Path and query values are text anyway and not listed.
   */
  readonly int64?: readonly string[];
  readonly pagination?: Pagination;
  readonly wait?: Wait;
  readonly longRunning?: LongRunning;
  readonly subPages?: SubPages;
}
