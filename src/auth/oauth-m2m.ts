import type { Settings } from "../config/settings.ts";
import { bearer, cachedCredentials } from "./cached-credentials.ts";
import type { Credentials } from "./credentials.ts";
import { tokenEndpoint } from "./oidc-endpoint.ts";
import { once } from "./once.ts";
import { requestToken } from "./token-request.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

/**
 * A service principal's OAuth secret, as client credentials
 * (https://docs.databricks.com/dev-tools/auth/oauth-m2m).
 */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const { clientId = "", clientSecret = "", scopes = ["all-apis"] } = settings;
  const authType = "oauth-m2m";
  const endpoint = once(() => tokenEndpoint(settings, world, authType));
  // Each half is encoded before they are joined: https://datatracker.ietf.org/doc/html/rfc6749#section-2.3.1
  const pair = Buffer.from([clientId, clientSecret].map(encodeURIComponent).join(":")).toString("base64");
  const secrets = [clientSecret, pair];
  const source = async () =>
    requestToken(world, {
      authType,
      method: "POST",
      url: await endpoint(),
      headers: { Authorization: `Basic ${pair}` },
      form: { grant_type: "client_credentials", scope: scopes.join(" ") },
      secrets,
      hint: wayOut(settings, authType),
    });
  return cachedCredentials(authType, { clock: world.clock, tokens: [bearer(source)], secrets });
}
