import { describeSettings, type SettingDescription } from "../config/describe.ts";
import type { GivenSettings, Settings } from "../config/settings.ts";

/** The settings that a client goes by. Secrets are not among the properties; `describe` masks them. */
export interface ClientConfig
  extends Pick<Settings, "host" | "accountId" | "workspaceId" | "warehouseId" | "clusterId" | "profile"> {
  /** Each setting that has a value, masked when it is secret, and where it came from. */
  describe(): SettingDescription[];
}

/** What a client shows of its settings. */
export function clientConfig(given: GivenSettings, settings: Settings): ClientConfig {
  const { host, accountId, workspaceId, warehouseId, clusterId, profile } = settings;
  return {
    host,
    ...(accountId && { accountId }),
    ...(workspaceId && { workspaceId }),
    ...(warehouseId && { warehouseId }),
    ...(clusterId && { clusterId }),
    ...(profile && { profile }),
    describe: () => describeSettings(given, process.env, settings),
  };
}
