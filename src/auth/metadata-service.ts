import { isLoopback } from "../config/host.ts";
import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import { bearer, cachedCredentials } from "./cached-credentials.ts";
import type { Credentials } from "./credentials.ts";
import { requestToken } from "./token-request.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

const authType = "metadata-service";

/**
 * A server on this machine that gives out tokens of the configured host, version 1 of its protocol (described in
 * `config/auth_metadata_service.go` of databricks-sdk-go 0.175). Only on loopback: elsewhere it could be anyone.
 */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const { metadataServiceUrl: url = "", host } = settings;
  const hint = wayOut(settings, authType);
  if (!URL.canParse(url) || !isLoopback(new URL(url).hostname)) {
    throw new AuthError(authType, "DATABRICKS_METADATA_SERVICE_URL is not a URL on localhost", { hint });
  }
  const headers = { "X-Databricks-Metadata-Version": "1", "X-Databricks-Host": host };
  const source = () =>
    requestToken(world, { authType, method: "GET", url, headers, retries: "none", secrets: [url], hint });
  return cachedCredentials(authType, { clock: world.clock, tokens: [bearer(source)], secrets: [url] });
}
