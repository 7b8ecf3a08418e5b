/**
 * The local workspace: a loopback HTTP server that speaks Databricks' REST API, for whoever has no Databricks at hand,
 * and for tests.
 */
import { controlRoutes } from "./control.ts";
import { Faults } from "./faults.ts";
import { createLocalServer, type Inspect } from "./http-server.ts";
import { listen, shut } from "./listen.ts";
import { Mocks } from "./mock.ts";
import { RateLimit } from "./rate-limit.ts";
import { Routes } from "./routes.ts";
import { localServices } from "./services.ts";
import { type Timings, Workspace } from "./workspace.ts";

/** How to start a local workspace. */
export interface LocalOptions {
  /** @default any that is free */
  readonly port?: number;
  /** Directory that keeps the workspace across restarts. @default in memory */
  readonly data?: string;
  readonly timings?: Partial<Timings>;
  /** More requests per second than that are answered with 429. @default no limit */
  readonly requestsPerSecond?: number;
  /** Sees every answer that has state behind it; what it throws becomes a 500. */
  readonly inspect?: Inspect;
}

/** A local workspace that runs. */
export interface LocalWorkspace {
  /** `http://127.0.0.1:…` */
  readonly host: string;
  /** A personal access token of its admin. */
  readonly token: string;
  /** Ends everything that runs in it. */
  close(): Promise<void>;
}

/**
 * Starts a local workspace.
 *
 * @throws ConfigError when another process has the data directory open
 */
export async function startLocalWorkspace(options: LocalOptions = {}): Promise<LocalWorkspace> {
  const workspace = await Workspace.open(options.data, options.timings);
  const services = await localServices(workspace);
  const faults = new Faults();
  const limit = new RateLimit(options.requestsPerSecond);
  const mocks = new Mocks();
  const server = createLocalServer({
    routes: await Routes.load(),
    services,
    extraRoutes: controlRoutes(workspace, faults, limit),
    tokens: workspace.tokens,
    faults,
    limit,
    mocks,
    inspect: options.inspect,
  });
  workspace.host = await listen(server, options.port ?? 0);
  const close = async (): Promise<void> => {
    await shut(server);
    for (const service of services.toReversed()) await service.close?.();
    await mocks.close();
    await workspace.close();
  };
  return { host: workspace.host, token: workspace.token, close };
}
