import type { AuthType } from "../config/auth-types.ts";
import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import type { Credentials } from "./credentials.ts";
import { requestJson } from "./json-request.ts";
import { exchangedCredentials } from "./token-exchange.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

/** The OIDC token of a GitHub Actions job, exchanged. */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const authType = "github-oidc";
  return exchangedCredentials(authType, settings, world, (audience) =>
    githubIdToken(settings, world, authType, audience),
  );
}

/**
 * Asks GitHub for the OIDC token of this job
 * (https://docs.github.com/actions/reference/security/oidc#methods-for-requesting-the-oidc-token).
 *
 * @throws AuthError
 */
export async function githubIdToken(
  settings: Settings,
  world: World,
  authType: AuthType,
  audience: string,
): Promise<string> {
  const { actionsIdTokenRequestUrl = "", actionsIdTokenRequestToken = "" } = settings;
  const hint = wayOut(settings, authType);
  const { value } = await requestJson(world, {
    authType,
    method: "GET",
    url: `${actionsIdTokenRequestUrl}&audience=${encodeURIComponent(audience)}`,
    headers: { Authorization: `Bearer ${actionsIdTokenRequestToken}` },
    secrets: [actionsIdTokenRequestToken],
    hint,
  });
  if (typeof value === "string" && value) return value;
  throw new AuthError(authType, "GitHub answered without a token", { hint });
}
