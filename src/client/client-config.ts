import { describeSettings, type SettingDescription } from "../config/describe.ts";
import type { GivenSettings, Settings } from "../config/settings.ts";
import type { Redact } from "../errors/redact.ts";

/** The settings that a client goes by. Secrets are not among the properties; `describe` masks them. */
export interface ClientConfig
  extends Pick<Settings, "host" | "accountId" | "workspaceId" | "warehouseId" | "clusterId" | "profile"> {
  /** Each setting that has a value, masked when it is secret, and where it came from. */
  describe(): SettingDescription[];
  /** Hides the secrets of the settings, and the tokens in use, in a text. */
  redact(text: string): string;
}

/** What a client shows of its settings. */
export function clientConfig(given: GivenSettings, settings: Settings, redact: Redact): ClientConfig {
  const { host, accountId, workspaceId, warehouseId, clusterId, profile } = settings;
  return {
    host,
    ...(accountId && { accountId }),
    ...(workspaceId && workspaceId !== "none" && { workspaceId }),
    ...(warehouseId && { warehouseId }),
    ...(clusterId && { clusterId }),
    ...(profile && { profile }),
    redact,
    describe: () => describeSettings(given, process.env, settings),
  };
}
