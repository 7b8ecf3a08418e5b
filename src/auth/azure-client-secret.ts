import { azureEndpoints } from "../config/cloud.ts";
import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import { azureCredentials, type EntraTokens } from "./azure-credentials.ts";
import { azureTenant } from "./azure-tenant.ts";
import type { Credentials } from "./credentials.ts";
import { once } from "./once.ts";
import { requestToken } from "./token-request.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

const authType = "azure-client-secret";

/** A service principal of Microsoft Entra ID with a secret. */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const parts = { management: "needed", secrets: [settings.azureClientSecret] } as const;
  return azureCredentials(authType, settings, world, clientSecretTokens(settings, world), parts);
}

/** https://learn.microsoft.com/entra/identity-platform/v1-oauth2-client-creds-grant-flow */
export function clientSecretTokens(settings: Settings, world: World): EntraTokens {
  const { azureClientId, azureClientSecret = "" } = settings;
  const tenant = once(() => azureTenant(settings, world));
  const hint = wayOut(settings, authType);
  return (resource) => async () => {
    const id = await tenant();
    if (!id) throw new AuthError(authType, "the tenant is not known", { hint: "Set ARM_TENANT_ID." });
    return requestToken(world, {
      authType,
      method: "POST",
      url: `${azureEndpoints(settings).login}${id}/oauth2/token`,
      form: {
        grant_type: "client_credentials",
        client_id: azureClientId,
        client_secret: azureClientSecret,
        resource,
      },
      secrets: [azureClientSecret],
      hint,
    });
  };
}
