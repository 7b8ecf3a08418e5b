import type { Settings } from "../config/settings.ts";
import { cachedCredentials } from "./cached-credentials.ts";
import type { Credentials } from "./credentials.ts";
import { defaultGoogleToken } from "./google-default.ts";
import { googleHeaders, googleScopes, idTokenOf, impersonatedToken } from "./google-tokens.ts";
import { type Fields, requestJson } from "./json-request.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

const authType = "google-id";

/**
 * Whoever is signed in to Google on this machine, as a service account that they may impersonate
 * (https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts).
 */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const { host } = settings;
  const hint = wayOut(settings, authType);
  const idToken = async () => {
    const { token } = await impersonated(settings, world, "generateIdToken", { audience: host, includeEmail: true });
    return idTokenOf(token, authType, hint);
  };
  const accessToken = async () =>
    impersonatedToken(await impersonated(settings, world, "generateAccessToken", { scope: googleScopes }), {
      authType,
      hint,
    });
  return cachedCredentials(authType, { clock: world.clock, tokens: googleHeaders(idToken, accessToken) });
}

async function impersonated(settings: Settings, world: World, method: string, json: object): Promise<Fields> {
  const hint = wayOut(settings, authType);
  const own = await defaultGoogleToken(world, { authType, hint });
  const account = encodeURIComponent(settings.googleServiceAccount ?? "");
  return requestJson(world, {
    authType,
    method: "POST",
    url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:${method}`,
    headers: { Authorization: `Bearer ${own.value}` },
    json,
    secrets: [own.value],
    hint,
  });
}
