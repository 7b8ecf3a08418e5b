import type { AuthType } from "../config/auth-types.ts";
import { hostKindOf } from "../config/cloud.ts";
import type { Settings } from "../config/settings.ts";
import { bearer, cachedCredentials } from "./cached-credentials.ts";
import type { Credentials } from "./credentials.ts";
import { tokenEndpoint } from "./oidc-endpoint.ts";
import { once } from "./once.ts";
import { requestToken } from "./token-request.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

/** Gets an OIDC token made for an audience. */
export type IdTokenSource = (audience: string) => Promise<string>;

/**
 * Credentials that exchange somebody else's OIDC token for one of Databricks
 * (https://docs.databricks.com/dev-tools/auth/oauth-federation-exchange). Without a client id the policy of the whole
 * account decides.
 *
 * @param idToken asked again for every exchange
 */
export function exchangedCredentials(
  authType: AuthType,
  settings: Settings,
  world: World,
  idToken: IdTokenSource,
): Credentials {
  const endpoint = once(() => tokenEndpoint(settings, world, authType));
  const source = async () => {
    const url = await endpoint();
    const subject = await idToken(audienceOf(settings, url));
    return requestToken(world, {
      authType,
      method: "POST",
      url,
      form: {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
        subject_token: subject,
        client_id: settings.clientId,
        scope: (settings.scopes ?? ["all-apis"]).join(" "),
      },
      secrets: [subject],
      hint: wayOut(settings, authType),
    });
  };
  return cachedCredentials(authType, { clock: world.clock, tokens: [bearer(source)] });
}

/** As set or discovered, else the account where the host serves one, else the token endpoint. */
function audienceOf(settings: Settings, endpoint: string): string {
  const account = hostKindOf(settings) === "workspace" ? undefined : settings.accountId;
  return settings.audience ?? account ?? endpoint;
}
