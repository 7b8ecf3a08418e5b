import { azureEndpoints } from "../config/cloud.ts";
import type { Settings } from "../config/settings.ts";
import { azureCredentials, type EntraTokens } from "./azure-credentials.ts";
import type { Credentials } from "./credentials.ts";
import { githubIdToken } from "./github-oidc.ts";
import { requestToken } from "./token-request.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

const authType = "github-oidc-azure";

/**
 * An identity of Microsoft Entra ID that trusts a GitHub Actions job
 * (https://learn.microsoft.com/entra/workload-id/workload-identity-federation). GitHub's token lives for minutes, so it
 * is asked for again with every refresh; the Go SDK keeps the first one, with which no refresh can succeed.
 */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const tokens: EntraTokens = (resource) => async () => {
    const assertion = await githubIdToken(settings, world, authType, "api://AzureADTokenExchange");
    return requestToken(world, {
      authType,
      method: "POST",
      url: `${azureEndpoints(settings).login}${settings.azureTenantId}/oauth2/token`,
      form: {
        grant_type: "client_credentials",
        client_id: settings.azureClientId,
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: assertion,
        resource,
      },
      secrets: [assertion],
      hint: wayOut(settings, authType),
    });
  };
  return azureCredentials(authType, settings, world, tokens, { secrets: [settings.actionsIdTokenRequestToken] });
}
