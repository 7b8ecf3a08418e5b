import { AuthError } from "../errors/auth-error.ts";
import { type Fields, type JsonRequest, requestJson } from "./json-request.ts";
import type { Token } from "./token.ts";
import type { World } from "./world.ts";

/** Asks for a token; throws like `requestJson`, and when the answer holds none. */
export async function requestToken(world: World, request: JsonRequest): Promise<Token> {
  return tokenIn(await requestJson(world, request), request, world);
}

/**
 * Reads the answer of a token endpoint (https://datatracker.ietf.org/doc/html/rfc6749#section-5.1).
 *
 * @throws AuthError when it holds no token
 */
export function tokenIn(
  fields: Fields,
  { authType, url, hint }: Pick<JsonRequest, "authType" | "url" | "hint">,
  { clock }: World,
): Token {
  const { access_token: value } = fields;
  if (typeof value !== "string" || value === "") {
    throw new AuthError(authType, `${url.replace(/[?#].*/, "")} answered without a token`, { hint });
  }
  const expiresAt = expiryIn(fields, clock.now());
  return { value, ...(expiresAt !== undefined && { expiresAt }) };
}

/** `expires_in` in seconds, or `expires_on` in seconds since 1970; either may come as a text. */
function expiryIn(fields: Fields, now: number): number | undefined {
  const lasts = number(fields.expires_in);
  if (lasts !== undefined) return now + lasts * 1_000;
  const until = number(fields.expires_on);
  return until === undefined ? undefined : until * 1_000;
}

function number(value: unknown): number | undefined {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
}
