import { locateWorkspace } from "../auth/azure-workspace.ts";
import { resolveCredentials } from "../auth/chain.ts";
import type { Clock } from "../auth/clock.ts";
import type { Credentials } from "../auth/credentials.ts";
import { once } from "../auth/once.ts";
import { orAborted } from "../auth/or-aborted.ts";
import { wayOut } from "../auth/way-out.ts";
import { discoverHost } from "../config/discover.ts";
import { secretsOf } from "../config/secrets.ts";
import type { Settings } from "../config/settings.ts";
import { type Redact, redactor } from "../errors/redact.ts";
import type { Arguments } from "./arguments.ts";
import type { Operation } from "./operation.ts";
import { userAgent } from "./user-agent.ts";
import type { Fetch } from "./wire.ts";

/** What it takes to find out who asks. */
export interface IdentityOptions {
  /** Taken instead of what the settings say. */
  readonly credentials?: Credentials | undefined;
  /** Name of the program that asks; see `userAgent`. */
  readonly agent?: string | undefined;
  /** Reaches those who give out tokens, and the host for what it tells about itself. */
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Who asks, and where. */
export interface Asker extends Pick<Settings, "accountId" | "workspaceId"> {
  /** Scheme, host name and port. */
  readonly host: string;
  readonly userAgent: string;
  readonly credentials: Credentials;
  /** What a person does when Databricks refuses the credentials. */
  readonly wayOut: string;
}

/** What is to be asked. */
interface Asking {
  readonly operation: Operation;
  readonly args: Arguments;
}

/** Finds out on the first request, once, who asks and where; after a failure the next request tries again. */
export class Identity {
  readonly #resolve: () => Promise<Asker>;
  readonly #options: IdentityOptions;
  #asker: Asker | undefined;
  /** Hides the secrets of the settings and of the credentials. */
  readonly redact: Redact;

  constructor(settings: Settings, options: IdentityOptions) {
    this.#options = options;
    this.#resolve = once(async () => {
      this.#asker = await askerOf(settings, options);
      return this.#asker;
    });
    const { credentials } = options;
    const fixed = secretsOf(settings);
    this.redact = redactor(() => [...fixed, ...((this.#asker?.credentials ?? credentials)?.secrets() ?? [])]);
  }

  /**
   * Who asks. An id that the request needs and the settings lack comes from the host, if it tells; see `discoverHost`.
   *
   * @throws AuthError; the signal's reason
   */
  async asker(asking: Asking, signal: AbortSignal | undefined): Promise<Asker> {
    const asker = this.#asker ?? (await orAborted(this.#resolve(), signal));
    return lacksId(asking, asker) ? orAborted(this.#withIds(asker), signal) : asker;
  }

  async #withIds(asker: Asker): Promise<Asker> {
    const { fetch, clock } = this.#options;
    const ids = await discoverHost(idsOf(asker), fetch, () => clock.now());
    this.#asker = { ...asker, ...idsOf(ids) };
    return this.#asker;
  }
}

async function askerOf(settings: Settings, options: IdentityOptions): Promise<Asker> {
  const world = { fetch: options.fetch, clock: options.clock };
  const located = await locateWorkspace(settings, world);
  const credentials = options.credentials ?? (await resolveCredentials(located, world));
  const { authType } = credentials;
  return {
    ...idsOf(located),
    credentials,
    userAgent: userAgent(authType, options.agent),
    wayOut: wayOut(located, authType),
  };
}

function idsOf({ host, accountId, workspaceId }: Settings): Pick<Settings, "host" | "accountId" | "workspaceId"> {
  return { host, ...(accountId && { accountId }), ...(workspaceId && { workspaceId }) };
}

/** A request in a workspace says which one; that to an account has its id in the path. */
function lacksId({ operation, args }: Asking, { accountId, workspaceId }: Asker): boolean {
  const inPath = operation.parameters.some(({ style, name }) => style === "account" && !args[name]);
  return (operation.scope === "workspace" && !workspaceId) || (inPath && !accountId);
}
