import type { AuthType } from "../config/auth-types.ts";
import { azureEndpoints } from "../config/cloud.ts";
import type { Settings } from "../config/settings.ts";
import { bearer, cachedCredentials } from "./cached-credentials.ts";
import type { Credentials } from "./credentials.ts";
import type { TokenSource } from "./token.ts";
import type { World } from "./world.ts";

/** Gets tokens of Microsoft Entra ID for one resource. */
export type EntraTokens = (resource: string) => TokenSource;

/** Application id of Azure Databricks in every tenant; https://learn.microsoft.com/azure/databricks/dev-tools/auth/aad-token-manual */
export const databricksResource = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

/** Which tokens go along beside the one for Azure Databricks. */
export interface AzureParts {
  /**
   * A token for Azure's service management proves that the identity may use the workspace's Azure resource, when it is
   * not yet known in the workspace. @default "none"
   */
  readonly management?: "needed" | "optional" | "none";
  readonly secrets?: readonly (string | undefined)[];
}

/** Credentials of an identity in Microsoft Entra ID. */
export function azureCredentials(
  authType: AuthType,
  settings: Settings,
  world: World,
  tokens: EntraTokens,
  { management = "none", secrets = [] }: AzureParts = {},
): Credentials {
  const { azureWorkspaceResourceId: resourceId } = settings;
  const managementToken = {
    name: "X-Databricks-Azure-SP-Management-Token",
    source: tokens(azureEndpoints(settings).serviceManagement),
    ...(management === "optional" && { optional: true as const }),
  };
  return cachedCredentials(authType, {
    clock: world.clock,
    tokens: [bearer(tokens(databricksResource)), ...(management === "none" ? [] : [managementToken])],
    fixed: resourceId ? { "X-Databricks-Azure-Workspace-Resource-Id": resourceId } : {},
    secrets,
  });
}
