import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AuthError } from "../errors/auth-error.ts";
import { externalAccountToken } from "./google-external-account.ts";
import { googleTokenUrl, serviceAccountGrant, serviceAccountKey } from "./google-service-account.ts";
import { type Asking, googleScopes } from "./google-tokens.ts";
import type { Fields } from "./json-request.ts";
import type { Token } from "./token.ts";
import { requestToken, tokenIn } from "./token-request.ts";
import type { World } from "./world.ts";

/**
 * An access token of Google's application default credentials: the file that `GOOGLE_APPLICATION_CREDENTIALS` names,
 * that of `gcloud auth application-default login`, or the service account of this machine. The file is that of a person, of
 * a service account's key, or of an identity outside of Google
 * (https://cloud.google.com/docs/authentication/application-default-credentials).
 *
 * @throws AuthError
 */
export async function defaultGoogleToken(world: World, asking: Asking): Promise<Token> {
  const { GOOGLE_APPLICATION_CREDENTIALS: named } = world.env;
  const text = await readFile(named || usualFile(world.env), "utf8").catch(() => undefined);
  if (text !== undefined) return tokenOfFile(world, fieldsIn(text, asking), asking);
  if (named) throw new AuthError(asking.authType, `the file ${named} cannot be read`, asking);
  return requestToken(world, {
    ...asking,
    method: "GET",
    url: "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token",
    headers: { "Metadata-Flavor": "Google" },
    retries: "answers",
    secrets: [],
  });
}

function usualFile(env: World["env"]): string {
  const folder =
    env.CLOUDSDK_CONFIG ?? (env.APPDATA ? join(env.APPDATA, "gcloud") : join(env.HOME ?? "", ".config/gcloud"));
  return join(folder, "application_default_credentials.json");
}

function fieldsIn(text: string, asking: Asking): Fields {
  try {
    return JSON.parse(text);
  } catch {
    throw new AuthError(asking.authType, "Google's application default credentials are not JSON", asking);
  }
}

async function tokenOfFile(world: World, fields: Fields, asking: Asking): Promise<Token> {
  const key = serviceAccountKey(fields);
  const scope = googleScopes.join(" ");
  if (key)
    return tokenIn(await serviceAccountGrant(world, key, { scope }, asking), { ...asking, url: key.tokenUrl }, world);
  if (fields.type === "external_account") return externalAccountToken(world, fields, asking);
  if (fields.type !== "authorized_user") {
    const problem = `application default credentials of type ${fields.type} are not supported`;
    throw new AuthError(asking.authType, problem, asking);
  }
  const client_secret = String(fields.client_secret);
  const refresh_token = String(fields.refresh_token);
  return requestToken(world, {
    ...asking,
    method: "POST",
    url: googleTokenUrl,
    form: { grant_type: "refresh_token", client_id: String(fields.client_id), client_secret, refresh_token },
    secrets: [client_secret, refresh_token],
  });
}
