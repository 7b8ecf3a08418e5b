import type { Fetch } from "../config/discover.ts";
import type { Environment } from "../config/gather.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Run, run } from "./run.ts";

/** What authenticating needs beside settings. */
export interface World {
  /** Reaches token endpoints. Must not follow redirects by itself. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Variables of CI systems and of child processes. */
  readonly env: Environment;
  /** Runs the Databricks and Azure CLIs. */
  readonly run: Run;
  /** As in `process.platform`. */
  readonly platform: NodeJS.Platform;
}

/** The given parts of the world, and this process for the rest. */
export function worldOf(given: Partial<World> = {}): World {
  return { fetch: globalThis.fetch, clock: systemClock, env: process.env, run, platform: process.platform, ...given };
}
