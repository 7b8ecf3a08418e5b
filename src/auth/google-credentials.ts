import { readFile } from "node:fs/promises";
import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import { cachedCredentials } from "./cached-credentials.ts";
import type { Credentials } from "./credentials.ts";
import { type ServiceAccountKey, serviceAccountGrant, serviceAccountKey } from "./google-service-account.ts";
import { googleHeaders, googleScopes, idTokenOf } from "./google-tokens.ts";
import { tokenIn } from "./token-request.ts";
import { wayOut } from "./way-out.ts";
import type { World } from "./world.ts";

const authType = "google-credentials";

/** The key of a Google service account. */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const { host, googleCredentials = "" } = settings;
  const hint = wayOut(settings, authType);
  const key = await readKey(googleCredentials, hint);
  const grant = (claims: Parameters<typeof serviceAccountGrant>[2]) =>
    serviceAccountGrant(world, key, claims, { authType, hint });
  const idToken = async () => idTokenOf((await grant({ target_audience: host })).id_token, authType, hint);
  const accessToken = async () =>
    tokenIn(await grant({ scope: googleScopes.join(" ") }), { authType, url: key.tokenUrl, hint }, world);
  const tokens = googleHeaders(idToken, accessToken);
  return cachedCredentials(authType, { clock: world.clock, tokens, secrets: [googleCredentials, key.privateKey] });
}

/** Other kinds of Google credentials belong to `google-id`. */
async function readKey(given: string, hint: string): Promise<ServiceAccountKey> {
  const text = given.trimStart().startsWith("{") ? given : await readFile(given, "utf8").catch(() => "");
  try {
    const key = serviceAccountKey(JSON.parse(text));
    if (key) return key;
  } catch {}
  throw new AuthError(authType, "GOOGLE_CREDENTIALS is neither the JSON of a service account's key nor a file of it", {
    hint,
  });
}
