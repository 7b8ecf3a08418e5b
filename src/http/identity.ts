import { locateWorkspace } from "../auth/azure-workspace.ts";
import { resolveCredentials } from "../auth/chain.ts";
import type { Clock } from "../auth/clock.ts";
import type { Credentials } from "../auth/credentials.ts";
import { once } from "../auth/once.ts";
import { orAborted } from "../auth/or-aborted.ts";
import { attributes, settingNames } from "../config/attributes.ts";
import type { Settings } from "../config/settings.ts";
import { type Redact, redactor } from "../errors/redact.ts";
import { userAgent } from "./user-agent.ts";
import type { Fetch } from "./wire.ts";

/** What it takes to find out who asks. */
export interface IdentityOptions {
  /** Taken instead of what the settings say. */
  readonly credentials?: Credentials | undefined;
  /** Reaches those who give out tokens. */
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Who asks, and where. */
export interface Asker {
  /** Scheme, host name and port. */
  readonly host: string;
  readonly userAgent: string;
  readonly credentials: Credentials;
}

/** Finds out on the first request, once, who asks and where; after a failure the next request tries again. */
export class Identity {
  readonly #resolve: () => Promise<Asker>;
  #asker: Asker | undefined;
  /** Hides the secrets of the settings and of the credentials. */
  readonly redact: Redact;

  constructor(settings: Settings, options: IdentityOptions) {
    this.#resolve = once(async () => {
      this.#asker = await askerOf(settings, options);
      return this.#asker;
    });
    const configured = settingNames.filter((name) => attributes[name].secret).map((name) => settings[name]);
    const fixed = configured.filter((value) => typeof value === "string");
    const { credentials } = options;
    this.redact = redactor(() => [...fixed, ...((this.#asker?.credentials ?? credentials)?.secrets() ?? [])]);
  }

  /** @throws AuthError; the signal's reason */
  async asker(signal: AbortSignal | undefined): Promise<Asker> {
    return this.#asker ?? orAborted(this.#resolve(), signal);
  }
}

async function askerOf(settings: Settings, options: IdentityOptions): Promise<Asker> {
  const world = { fetch: options.fetch, clock: options.clock };
  const located = await locateWorkspace(settings, world);
  const credentials = options.credentials ?? (await resolveCredentials(located, world));
  return { host: located.host, credentials, userAgent: userAgent(credentials.authType) };
}
