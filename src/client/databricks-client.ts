import { type Apis, apis } from "../../generated/index.ts";
import { type GivenSettings, validSettings } from "../config/settings.ts";
import type { Caller, CallOptions } from "../http/caller.ts";
import { HttpCaller, type HttpOptions } from "../http/http-caller.ts";
import type { Operation } from "../http/operation.ts";
import { lazyApi } from "./lazy-api.ts";

/** Which workspace, as whom, and how to send requests. */
export interface DatabricksClientOptions extends GivenSettings, HttpOptions {}

/** The APIs as properties, such as `client.jobs`. */
export interface DatabricksClient extends Apis {}

/**
 * The typed client of one workspace or account: `client.jobs.runNow({ job_id })`. Each API's code is loaded on the
 * first call of one of its methods; nothing is sent before.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor defines every property of Apis.
export class DatabricksClient implements Caller {
  /** Scheme, host name and port of the workspace. */
  readonly host: string;
  readonly #caller: HttpCaller;

  /** @throws ConfigError when the host or the token is missing or malformed */
  constructor(options: DatabricksClientOptions) {
    const settings = validSettings(options);
    this.host = settings.host;
    this.#caller = new HttpCaller(settings, options);
    for (const [name, load] of Object.entries(apis)) {
      Object.defineProperty(this, name, { value: lazyApi(load, this) });
    }
  }

  call<Result>(operation: Operation, args: object, options?: CallOptions): Promise<Result> {
    return this.#caller.call(operation, args, options);
  }
}
