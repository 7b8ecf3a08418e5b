import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { admin, Tokens } from "./principals.ts";
import { Storage } from "./storage.ts";
import { Store } from "./store.ts";

/** How long what takes time in Databricks takes here, in milliseconds. */
export interface Timings {
  /** From starting to running. */
  readonly warehouseStart: number;
  readonly clusterStart: number;
  /** Each state of a pipeline's update. */
  readonly pipelineStep: number;
  readonly endpointUpdate: number;
  /** How long a presigned URL is valid. */
  readonly linkValid: number;
  /** How long an OAuth token is valid. */
  readonly tokenValid: number;
}

/** Quick, but slow enough that states can be seen passing by; validities are Databricks'. */
export const defaultTimings: Timings = {
  warehouseStart: 800,
  clusterStart: 1_500,
  pipelineStep: 400,
  endpointUpdate: 800,
  linkValid: 900_000,
  tokenValid: 3_600_000,
};

/** What the parts of the local workspace share. */
export class Workspace {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly storage = new Storage();
  readonly timings: Timings;
  /** Where `--data` keeps everything; undefined in memory. */
  readonly data: string | undefined;
  /** A token of the admin, for the workspace's own processes and for whoever started it. */
  readonly token: string;
  /** `http://127.0.0.1:…`, known once the server listens. */
  host = "";
  #scratch: Promise<string> | undefined;

  private constructor(data: string | undefined, timings: Partial<Timings>) {
    this.data = data;
    this.timings = { ...defaultTimings, ...timings };
    this.store = new Store(data && join(data, "workspace.db"));
    this.tokens = new Tokens(this.store);
    this.token = adminToken(this.store, this.tokens);
  }

  /**
   * @param data directory that keeps the workspace across restarts; in memory without
   * @throws ConfigError when another process has the directory open
   */
  static async open(data?: string, timings: Partial<Timings> = {}): Promise<Workspace> {
    if (data) await mkdir(data, { recursive: true });
    return new Workspace(data, timings);
  }

  /** A directory of the workspace's own, made when first asked for; without `--data` it goes when the workspace does. */
  async directory(name: string): Promise<string> {
    this.#scratch ??= this.data ? Promise.resolve(this.data) : mkdtemp(join(tmpdir(), "databricks-mcp-local-"));
    const path = join(await this.#scratch, name);
    await mkdir(path, { recursive: true });
    return path;
  }

  async close(): Promise<void> {
    await this.storage.close();
    this.store.close();
    if (this.#scratch && !this.data) await rm(await this.#scratch, { recursive: true, force: true });
  }
}

/** The same at every start on the same data, so that clients need no new configuration. */
function adminToken(store: Store, tokens: Tokens): string {
  const kept = store.collection<string>("admin-token");
  const token = kept.get("token") ?? tokens.issue(admin, "pat", undefined, "made at the first start").token;
  kept.put("token", token);
  return token;
}
