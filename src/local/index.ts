/**
 * The local workspace: a loopback HTTP server that speaks Databricks' REST API, for whoever has no Databricks at hand,
 * and for tests.
 */
import { controlRoutes } from "./control.ts";
import { Faults } from "./faults.ts";
import type { ClientDefaults, LocalService } from "./handlers.ts";
import { createLocalServer, type Inspect } from "./http-server.ts";
import { listen, shut } from "./listen.ts";
import { Mocks } from "./mock.ts";
import { RateLimit } from "./rate-limit.ts";
import { Routes } from "./routes.ts";
import { localServices } from "./services.ts";
import { type Credentials, type Timings, Workspace } from "./workspace.ts";

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

/** A local workspace that runs, and what it offers to a client that is told nothing else. */
export interface LocalWorkspace extends ClientDefaults {
  /** `http://127.0.0.1:…` */
  readonly host: string;
  /** A personal access token of its admin. */
  readonly token: string;
  /** Can sign in with OAuth. */
  readonly servicePrincipal: Credentials;
  /** Ends everything that runs in it. Calling it again does nothing more. */
  close(): Promise<void>;
}

/**
 * Starts a local workspace.
 *
 * @throws ConfigError when another process has the data directory open, or the port
 */
export async function startLocalWorkspace(options: LocalOptions = {}): Promise<LocalWorkspace> {
  const workspace = await Workspace.open(options.data, options.timings);
  const ending: (() => unknown)[] = [() => workspace.close()];
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= endAll(ending);
    return closed;
  };
  try {
    const services = await localServices(workspace);
    ending.push(...services.map((service) => () => service.close?.()));
    workspace.host = await serve(workspace, services, options, ending);
    const defaults: ClientDefaults = Object.assign({}, ...services.map((service) => service.defaults));
    const { host, token, servicePrincipal } = workspace;
    return { host, token, servicePrincipal, ...defaults, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param ending takes what is to be done at the end, last first */
async function serve(
  workspace: Workspace,
  services: readonly LocalService[],
  options: LocalOptions,
  ending: (() => unknown)[],
): Promise<string> {
  const mocks = new Mocks();
  ending.push(() => mocks.close());
  const faults = new Faults();
  const limit = new RateLimit(options.requestsPerSecond);
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
  ending.push(() => shut(server));
  return listen(server, options.port ?? 0);
}

/** Goes on when one fails, and throws the first failure. */
async function endAll(ending: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ending.toReversed()) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
