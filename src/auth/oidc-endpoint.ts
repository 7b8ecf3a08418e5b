import { hostKindOf } from "../config/cloud.ts";
import { isLoopback } from "../config/host.ts";
import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import { requestJson } from "./json-request.ts";
import type { World } from "./world.ts";

/** Domains of Databricks itself, where its OAuth may live beside the configured host. */
const databricksDomain = /\.(databricks\.com|databricks\.us|azuredatabricks\.net|databricks\.azure\.(us|cn))$/;

const hint = "Check DATABRICKS_HOST and DATABRICKS_ACCOUNT_ID, or use a personal access token.";

/**
 * Finds the OAuth token endpoint: that of the discovery document where there is one, of the workspace, or of the
 * account (https://docs.databricks.com/dev-tools/auth/oauth-m2m).
 *
 * @param authType for errors
 * @throws AuthError, also for an endpoint that may not see the secrets of this host
 */
export async function tokenEndpoint(settings: Settings, world: World, authType: string): Promise<string> {
  const { host, accountId, discoveryUrl } = settings;
  const kind = hostKindOf(settings);
  if (!discoveryUrl && kind !== "workspace" && !accountId) {
    throw new AuthError(authType, `the account of ${host} is not known`, { hint: "Set DATABRICKS_ACCOUNT_ID." });
  }
  if (!discoveryUrl && kind === "account") return `${host}/oidc/accounts/${accountId}/v1/token`;
  const base = kind === "workspace" ? `${host}/oidc` : `${host}/oidc/accounts/${accountId}`;
  const url = discoveryUrl ?? `${base}/.well-known/oauth-authorization-server`;
  const { token_endpoint: endpoint } = await discoveryDocument(url, world, authType);
  if (typeof endpoint === "string" && maySeeSecrets(endpoint, settings)) return endpoint;
  throw new AuthError(authType, `${url} names no token endpoint of this host or of Databricks`, { hint });
}

async function discoveryDocument(url: string, world: World, authType: string): ReturnType<typeof requestJson> {
  try {
    return await requestJson(world, { authType, method: "GET", url, secrets: [], hint });
  } catch (error) {
    if (!(error instanceof AuthError) || error.status !== 404) throw error;
    throw new AuthError(authType, `Databricks OAuth is not supported for this host (no ${url})`, {
      hint,
      cause: error,
    });
  }
}

/** A secret goes to the configured host, to where the configured discovery document is, and to Databricks; over https, or within this machine. */
function maySeeSecrets(endpoint: string, { host, discoveryUrl }: Settings): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { origin, protocol, hostname } = new URL(endpoint);
  if (origin === host) return true;
  if (protocol !== "https:" && !(isLoopback(hostname) && isLoopback(new URL(host).hostname))) return false;
  return databricksDomain.test(hostname) || (discoveryUrl !== undefined && origin === new URL(discoveryUrl).origin);
}
