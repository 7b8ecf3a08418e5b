import { type Apis, apis } from "../../generated/index.ts";
import { type GivenSettings, resolveSettings } from "../config/settings.ts";
import type { Caller, OperationCallOptions } from "../http/caller.ts";
import { systemClock } from "../http/clock.ts";
import { debugOptions } from "../http/debug-options.ts";
import { HttpCaller, type HttpOptions } from "../http/http-caller.ts";
import type { Operation } from "../http/operation.ts";
import { type ClientConfig, clientConfig } from "./client-config.ts";
import { lazyApi } from "./lazy-api.ts";
import { Methods } from "./methods.ts";

/** Which workspace, as whom, and how to send requests. Settings left out come from the environment and the profile file. */
export interface DatabricksClientOptions extends GivenSettings, HttpOptions {}

/** The APIs as properties, such as `client.jobs`. */
export interface DatabricksClient extends Apis {}

/**
 * The typed client of one workspace or account. Each API's code is loaded on the first call of one of its methods;
 * nothing is sent before. Lists have `.all()`, operations that take time `.wait()`, jobs and runs `.whole()`,
 * files `.stream()`.
 *
 * ```ts
 * import { DatabricksClient, NotFoundError } from "databricks-mcp-toolkit/client";
 *
 * const client = new DatabricksClient({ host: "https://example.cloud.databricks.com", token: "dapi…" });
 * try {
 *   const { settings } = await client.jobs.get({ job_id: "1125899906842624" }, { signal: AbortSignal.timeout(5_000) });
 *   console.log(settings?.name);
 * } catch (error) {
 *   if (!(error instanceof NotFoundError)) throw error;
 *   console.log(error.hint);
 * }
 * ```
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor defines every property of Apis.
export class DatabricksClient implements Caller {
  /** Scheme, host name and port of the workspace; empty when Azure is still to be asked for it. */
  readonly host: string;
  /** The settings in force, and where each came from. */
  readonly config: ClientConfig;
  readonly #caller: HttpCaller;

  /** @throws ConfigError when a setting is missing or malformed. Credentials are looked for on the first call */
  constructor(options: DatabricksClientOptions = {}) {
    const settings = resolveSettings(options);
    this.host = settings.host;
    this.#caller = new HttpCaller(settings, { debug: debugOptions(process.env), ...options });
    this.config = clientConfig(options, settings, this.#caller.redact);
    const methods = new Methods(this, options.clock ?? systemClock);
    for (const [name, load] of Object.entries(apis)) {
      Object.defineProperty(this, name, { value: lazyApi(load, methods) });
    }
  }

  call<Result>(operation: Operation, args: object, options?: OperationCallOptions): Promise<Result> {
    return this.#caller.call(operation, args, options);
  }
}
