import type { Settings } from "../config/settings.ts";
import { azureCredentials, type EntraTokens } from "./azure-credentials.ts";
import type { Credentials } from "./credentials.ts";
import { requestToken } from "./token-request.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

const authType = "azure-msi";

/** The managed identity of this machine. */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  return azureCredentials(authType, settings, world, msiTokens(settings, world), { management: "needed" });
}

/** https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http */
export function msiTokens(settings: Settings, world: World): EntraTokens {
  const { azureClientId } = settings;
  return (resource) => () => {
    const query = new URLSearchParams({
      "api-version": "2018-02-01",
      resource,
      ...(azureClientId && { client_id: azureClientId }),
    });
    return requestToken(world, {
      authType,
      method: "GET",
      url: `http://169.254.169.254/metadata/identity/oauth2/token?${query}`,
      headers: { Metadata: "true" },
      // Where nobody answers there is no managed identity.
      retries: "answers",
      secrets: [],
      hint: wayOut(settings, authType),
    });
  };
}
