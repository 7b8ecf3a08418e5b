import { azureEndpoints } from "../config/cloud.ts";
import { parseHost } from "../config/host.ts";
import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import type { EntraTokens } from "./azure-credentials.ts";
import { wayOut } from "./way-out.ts";
import { type World, worldOf } from "./world.ts";

/**
 * Settings with a host: where only the Azure resource id of the workspace is known, Azure Resource Manager tells
 * (https://learn.microsoft.com/rest/api/databricks/workspaces/get).
 *
 * @throws AuthError
 */
export async function locateWorkspace(settings: Settings, deps: Partial<World> = {}): Promise<Settings> {
  const { host, azureWorkspaceResourceId } = settings;
  if (host || !azureWorkspaceResourceId) return settings;
  const world = worldOf(deps);
  const { requestJson } = await import("./json-request.ts");
  const { authType, tokens } = await entraTokens(settings, world);
  const { resourceManager } = azureEndpoints(settings);
  const token = await tokens(resourceManager)(false);
  const hint = wayOut(settings, authType);
  const { properties }: { properties?: { workspaceUrl?: unknown } } = await requestJson(world, {
    authType,
    method: "GET",
    url: `${resourceManager.replace(/\/$/, "")}${azureWorkspaceResourceId}?api-version=2018-04-01`,
    headers: { Authorization: `Bearer ${token.value}` },
    secrets: [token.value],
    hint,
  });
  const url = properties?.workspaceUrl;
  if (typeof url === "string" && url) return { ...settings, host: parseHost(url).host };
  throw new AuthError(authType, `Azure does not tell the URL of ${azureWorkspaceResourceId}`, { hint });
}

async function entraTokens(
  settings: Settings,
  world: World,
): Promise<{ authType: "azure-msi" | "azure-client-secret" | "azure-cli"; tokens: EntraTokens }> {
  const authType = settings.authType ?? likely(settings);
  if (authType === "azure-msi")
    return { authType, tokens: (await import("./azure-msi.ts")).msiTokens(settings, world) };
  if (authType === "azure-client-secret") {
    return { authType, tokens: (await import("./azure-client-secret.ts")).clientSecretTokens(settings, world) };
  }
  if (authType === "azure-cli")
    return { authType, tokens: (await import("./azure-cli.ts")).cliTokens(settings, world) };
  throw new AuthError(authType, "the host is not known, and cannot be asked of Azure this way", {
    hint: "Set DATABRICKS_HOST to the URL of the workspace.",
  });
}

function likely({ azureUseMsi, azureClientSecret }: Settings): "azure-msi" | "azure-client-secret" | "azure-cli" {
  if (azureUseMsi) return "azure-msi";
  return azureClientSecret ? "azure-client-secret" : "azure-cli";
}
