import { AuthError } from "../errors/auth-error.ts";
import { subjectToken } from "./google-subject-token.ts";
import { type Asking, googleScopes, impersonatedToken } from "./google-tokens.ts";
import { type Fields, requestJson } from "./json-request.ts";
import type { Token } from "./token.ts";
import { requestToken } from "./token-request.ts";
import type { World } from "./world.ts";

/**
 * An access token for an identity outside of Google: its own token, from a file or a URL, is exchanged at Google's
 * Security Token Service, and that one for a token of a service account where the file names one
 * (https://google.aip.dev/auth/4117). Sources on AWS and programs are not supported.
 *
 * @param fields of the credentials file, whose type is `external_account`
 * @throws AuthError
 */
export async function externalAccountToken(world: World, fields: Fields, asking: Asking): Promise<Token> {
  const { service_account_impersonation_url: impersonation } = fields;
  const scopes = impersonation ? googleScopes.slice(0, 1) : googleScopes;
  const own = await exchanged(world, fields, asking, scopes);
  if (!impersonation) return own;
  const limits = fields.service_account_impersonation;
  const { token_lifetime_seconds: seconds = 3_600 }: { token_lifetime_seconds?: unknown } =
    typeof limits === "object" ? { ...limits } : {};
  const answer = await requestJson(world, {
    ...asking,
    method: "POST",
    url: ofGoogle(impersonation, "service_account_impersonation_url", asking),
    headers: { Authorization: `Bearer ${own.value}` },
    json: { scope: googleScopes, lifetime: `${seconds}s` },
    secrets: [own.value],
  });
  return impersonatedToken(answer, asking);
}

/** https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token */
async function exchanged(world: World, fields: Fields, asking: Asking, scopes: readonly string[]): Promise<Token> {
  const subject = await subjectToken(world, fields.credential_source, asking);
  const { client_id: id, client_secret: secret, workforce_pool_user_project: userProject } = fields;
  return requestToken(world, {
    ...asking,
    method: "POST",
    url: ofGoogle(fields.token_url, "token_url", asking),
    headers: id && secret ? { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` } : {},
    form: {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
      audience: text(fields.audience),
      scope: scopes.join(" "),
      subject_token: subject,
      subject_token_type: text(fields.subject_token_type),
      options: userProject && !id ? JSON.stringify({ userProject }) : undefined,
    },
    secrets: [subject, ...(typeof secret === "string" ? [secret] : [])],
  });
}

/** A credentials file from elsewhere must not send tokens to whom it likes. */
function ofGoogle(url: unknown, field: string, { authType, hint }: Asking): string {
  const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === "https:" && parsed.hostname.endsWith(".googleapis.com")) return parsed.href;
  throw new AuthError(authType, `${field} of the credentials file is not a URL of Google`, { hint });
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
