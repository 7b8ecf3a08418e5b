import { importPKCS8, SignJWT } from "jose";
import type { AuthType } from "../config/auth-types.ts";
import { AuthError } from "../errors/auth-error.ts";
import { type Fields, requestJson } from "./json-request.ts";
import type { World } from "./world.ts";

/** Google's token endpoint. */
export const googleTokenUrl = "https://oauth2.googleapis.com/token";

/** The parts of a service account's key that tokens are made with. */
export interface ServiceAccountKey {
  readonly email: string;
  /** PEM. */
  readonly privateKey: string;
  readonly tokenUrl: string;
}

/** Reads the JSON of a key; undefined for JSON of another type. */
export function serviceAccountKey(fields: Fields): ServiceAccountKey | undefined {
  const { type, client_email: email, private_key: privateKey, token_uri: tokenUrl } = fields;
  if (type !== "service_account" || typeof email !== "string" || typeof privateKey !== "string") return undefined;
  return { email, privateKey, tokenUrl: typeof tokenUrl === "string" ? tokenUrl : googleTokenUrl };
}

/**
 * Trades a signed assertion for a token: with the claim `scope` an `access_token`, with `target_audience` an `id_token`
 * (https://developers.google.com/identity/protocols/oauth2/service-account#httprest).
 *
 * @returns the whole answer
 * @throws AuthError
 */
export async function serviceAccountGrant(
  world: World,
  key: ServiceAccountKey,
  claims: { readonly scope: string } | { readonly target_audience: string },
  { authType, hint }: { readonly authType: AuthType; readonly hint: string },
): Promise<Fields> {
  const assertion = await signed(key, claims, world.clock.now()).catch((cause: unknown) => {
    throw new AuthError(authType, `the private key of ${key.email} cannot be read`, { hint, cause });
  });
  const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  const form = { grant_type, assertion };
  return requestJson(world, { authType, method: "POST", url: key.tokenUrl, form, secrets: [assertion], hint });
}

async function signed(key: ServiceAccountKey, claims: Record<string, string>, now: number): Promise<string> {
  const issuedAt = Math.floor(now / 1_000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(key.email)
    .setAudience(key.tokenUrl)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 3_600)
    .sign(await importPKCS8(key.privateKey, "RS256"));
}
