import { expect, it } from "vitest";
import { externalAccountToken } from "../../../src/auth/google-external-account.ts";
import { file, folder, start, world } from "./fixtures.ts";
import { type Routes, serveRoutes } from "./routes.ts";

const sts = "POST /sts.googleapis.com/v1/token";
const impersonate =
  "POST /iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/sa@p.iam.gserviceaccount.com:generateAccessToken";
const impersonation =
  "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/sa@p.iam.gserviceaccount.com:generateAccessToken";
const cloudPlatform = "https://www.googleapis.com/auth/cloud-platform";
const scopes = [cloudPlatform, "https://www.googleapis.com/auth/compute"];
const metadata = "http://metadata.google.internal/token?audience=a";

const account = {
  type: "external_account",
  audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x",
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  token_url: "https://sts.googleapis.com/v1/token",
};
const form = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
  audience: account.audience,
  scope: scopes.join(" "),
  subject_token: "subject",
  subject_token_type: account.subject_token_type,
};
const exchange = { [sts]: { body: { access_token: "federated", expires_in: 3600 } } };

async function tokenFor(fields: object, routes: Routes = exchange) {
  const server = await serveRoutes(routes);
  const asking = { authType: "google-id", hint: "Look." } as const;
  const token = externalAccountToken(world({ fetch: server.fetch }), { ...account, ...fields }, asking);
  return { server, token };
}

it.each<[string, () => object, Routes[string]?]>([
  ["a file of text", () => ({ file: file("token", "subject\n") })],
  [
    "a file of JSON",
    () => ({
      file: file("token", '{"id_token":"subject"}'),
      format: { type: "json", subject_token_field_name: "id_token" },
    }),
  ],
  ["a URL of text", () => ({ url: metadata, headers: { "x-mine": "1" } }), { body: "subject" }],
  [
    "a URL of JSON",
    () => ({ url: metadata, headers: { "x-mine": "1" }, format: { type: "json", subject_token_field_name: "value" } }),
    { body: { value: "subject" } },
  ],
])("exchanges the token of %s", async (_, source, route) => {
  const given = route ? { "GET /metadata.google.internal/token": route } : {};
  const { server, token } = await tokenFor({ credential_source: source() }, { ...exchange, ...given });
  expect(await token).toEqual({ value: "federated", expiresAt: (start + 3_600) * 1_000 });
  const asked = server.seen.filter(({ route: each }) => each === sts);
  expect(asked.map((each) => each.form)).toEqual([form]);
  expect(asked[0]?.headers.authorization).toBeUndefined();
  const sources = server.seen.filter(({ route: each }) => each.startsWith("GET"));
  expect(sources.map(({ query, headers }) => [query, headers["x-mine"]])).toEqual(
    route ? [[{ audience: "a" }, "1"]] : [],
  );
});

it("trades the federated token for one of the service account that the file names", async () => {
  const fields = {
    credential_source: { file: file("token", "subject") },
    service_account_impersonation_url: impersonation,
    service_account_impersonation: { token_lifetime_seconds: 600 },
  };
  const body = { accessToken: "of-sa", expireTime: "2026-06-01T00:10:00Z" };
  const { server, token } = await tokenFor(fields, { ...exchange, [impersonate]: { body } });
  expect(await token).toEqual({ value: "of-sa", expiresAt: (start + 600) * 1_000 });
  expect(server.seen.map(({ route }) => route)).toEqual([sts, impersonate]);
  expect(server.seen[0]?.form.scope).toBe(cloudPlatform);
  expect(server.seen[1]?.headers.authorization).toBe("Bearer federated");
  expect(JSON.parse(server.seen[1]?.form[""] ?? "")).toEqual({ scope: scopes, lifetime: "600s" });
});

it.each([
  ["a client", { client_id: "c", client_secret: "s" }, { authorization: `Basic ${btoa("c:s")}` }, {}],
  ["the project of a workforce", { workforce_pool_user_project: "7" }, {}, { options: '{"userProject":"7"}' }],
])("says on behalf of whom: %s", async (_, fields, headers, more) => {
  const { server, token } = await tokenFor({ ...fields, credential_source: { file: file("token", "subject") } });
  await token;
  expect(server.seen[0]).toMatchObject({ headers, form: { ...form, ...more } });
});

it.each<[string, object | (() => object), string]>([
  [
    "a token endpoint elsewhere",
    { token_url: "https://evil.example/token" },
    "token_url of the credentials file is not",
  ],
  [
    "one that only looks like Google's",
    { token_url: "https://sts.googleapis.com.evil.example/" },
    "is not a URL of Google",
  ],
  ["one in the clear", { token_url: "http://sts.googleapis.com/v1/token" }, "is not a URL of Google"],
  [
    "an impersonation elsewhere",
    { service_account_impersonation_url: "https://evil.example/x" },
    "service_account_impersonation_url of the credentials file is not a URL of Google",
  ],
  [
    "a source on AWS",
    { credential_source: { environment_id: "aws1" } },
    "names neither a file nor a URL as the source",
  ],
  ["a program as source", { credential_source: { executable: { command: "x" } } }, "names neither a file nor a URL"],
  ["no source", { credential_source: undefined }, "names neither a file nor a URL"],
  ["a source in the clear", { credential_source: { url: "http://h.example/" } }, "is not https"],
  ["a file that is not there", () => ({ credential_source: { file: `${folder()}/x` } }), "cannot be read"],
  ["an empty file", () => ({ credential_source: { file: file("t", " ") } }), "holds no token"],
  [
    "JSON without the field",
    () => ({ credential_source: { file: file("t", "{}"), format: { type: "json", subject_token_field_name: "a" } } }),
    "holds no token",
  ],
])("refuses %s", async (_, fields, message) => {
  const given = typeof fields === "function" ? fields() : fields;
  const { server, token } = await tokenFor({ credential_source: { file: file("token", "subject") }, ...given });
  await expect(token).rejects.toThrow(message);
  await expect(token).rejects.toThrow("Look.");
  expect(server.seen.filter(({ route }) => !route.startsWith("POST /sts.googleapis.com/"))).toEqual([]);
});

it("shows no token when it is refused", async () => {
  const refusal = { status: 400, body: { error: "invalid_grant", error_description: "subject is not for subject" } };
  const { token } = await tokenFor({ credential_source: { file: file("token", "subject") } }, { [sts]: refusal });
  await expect(token).rejects.toThrow(
    "POST https://sts.googleapis.com/v1/token: 400: invalid_grant: **REDACTED** is not",
  );
});
