import { randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../errors/config-error.ts";
import { admin, Tokens } from "./principals.ts";
import { ScratchDirectory } from "./scratch-directory.ts";
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
  /** How long the result of a SQL statement can be read. */
  readonly resultValid: number;
  /** How long an OAuth token is valid. */
  readonly tokenValid: number;
}

/** Quick, but slow enough that states can be seen passing by; validities are Databricks'. */
const defaultTimings: Timings = {
  warehouseStart: 800,
  clusterStart: 1_500,
  pipelineStep: 400,
  endpointUpdate: 800,
  linkValid: 900_000,
  resultValid: 3_600_000,
  tokenValid: 3_600_000,
};

/** What a service principal signs in with. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Directories below it last until the next start. */
const temporary = "temporary";

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
  /** The service principal that can sign in with OAuth. */
  readonly servicePrincipal: Credentials;
  /** `http://127.0.0.1:…`, known once the server listens. */
  host = "";
  #scratch: Promise<ScratchDirectory> | undefined;

  private constructor(data: string | undefined, timings: Partial<Timings>) {
    this.data = data;
    this.timings = { ...defaultTimings, ...timings };
    this.store = new Store(data && join(data, database));
    this.tokens = new Tokens(this.store);
    this.token = adminToken(this.store, this.tokens);
    this.servicePrincipal = { clientId: "local-client", clientSecret: clientSecret(this.store) };
  }

  /**
   * @param data directory that keeps the workspace across restarts, which nobody else may read from now on; in memory without
   * @throws ConfigError when another process has the directory open, or another user owns it
   */
  static async open(data?: string, timings: Partial<Timings> = {}): Promise<Workspace> {
    if (data) await makePrivate(data);
    const workspace = new Workspace(data, timings);
    if (data) await rm(join(data, temporary), { recursive: true, force: true });
    return workspace;
  }

  /** A directory of the workspace's own, made when first asked for; without `--data` it goes when the workspace does. */
  async directory(name: string): Promise<string> {
    const path = join(this.data ?? (await this.#inMemory()), name);
    await mkdir(path, { recursive: true });
    return path;
  }

  /** A directory for what is not finished; the next start empties it. On the same file system as all others. */
  temporaryDirectory(name: string): Promise<string> {
    return this.directory(join(temporary, name));
  }

  async close(): Promise<void> {
    await this.storage.close();
    this.store.close();
    await (await this.#scratch)?.remove();
  }

  async #inMemory(): Promise<string> {
    this.#scratch ??= ScratchDirectory.make();
    return (await this.#scratch).path;
  }
}

const database = "workspace.db";

/** The directory holds tokens and whatever users put there. One that is used for other things is left alone. */
async function makePrivate(directory: string): Promise<void> {
  const another = "Give another directory with --data.";
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`${directory} cannot be made: ${error.code}`, another);
  });
  const entries = await readdir(directory);
  if (entries.length > 0 && !entries.includes(database)) {
    throw new ConfigError(`${directory} is not empty, and holds no local workspace`, another);
  }
  try {
    await chmod(directory, 0o700);
  } catch {
    throw new ConfigError(`${directory} belongs to another user`, "Give a directory of your own with --data.");
  }
}

/** The same at every start on the same data, so that clients need no new configuration; a new one if it was revoked. */
function adminToken(store: Store, tokens: Tokens): string {
  const kept = store.collection<string>("admin-token");
  const known = kept.get("token");
  if (known !== undefined && tokens.isValid(known)) return known;
  const { token } = tokens.issue(admin, "pat", undefined, "made at the first start");
  kept.put("token", token);
  return token;
}

/** Random: every user of this machine reaches the port, and a service principal may do everything. */
function clientSecret(store: Store): string {
  const kept = store.collection<string>("client-secret");
  const secret = kept.get("secret") ?? `dose${randomBytes(16).toString("hex")}`;
  kept.put("secret", secret);
  return secret;
}
