import { expect, it } from "vitest";
import { resolveCredentials } from "../../../src/auth/chain.ts";
import { strategies } from "../../../src/auth/strategies.ts";
import { authTypes } from "../../../src/config/auth-types.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { program, world } from "./fixtures.ts";
import { serveRoutes } from "./routes.ts";

const document = "GET /oidc/.well-known/oauth-authorization-server";
const tokenRoute = "POST /oidc/v1/token";

/** A workspace that gives out tokens. */
async function workspace(answer: object = { body: { access_token: "t1", expires_in: 3600 } }) {
  const server = await serveRoutes({
    [document]: () => ({ body: { token_endpoint: `${server.host}/oidc/v1/token` } }),
    [tokenRoute]: answer,
  });
  return server;
}

it("case 51: 32 who ask first configure once", async () => {
  const server = await workspace();
  const settings: Settings = { host: server.host, clientId: "c", clientSecret: "s" };
  const all = await Promise.all(Array.from({ length: 32 }, () => resolveCredentials(settings, world())));
  expect(new Set(all).size).toBe(1);
  const headers = await Promise.all(all.map((each) => each.headers()));
  expect(headers[31]).toEqual({ Authorization: "Bearer t1" });
  expect(server.count(tokenRoute)).toBe(1);
  expect(server.count(document)).toBe(1);
});

it("a failure is forgotten", async () => {
  const server = await workspace([
    { status: 401, body: { error: "invalid_client" } },
    { body: { access_token: "t1" } },
  ]);
  const settings: Settings = { host: server.host, clientId: "c", clientSecret: "s" };
  await expect(resolveCredentials(settings, world())).rejects.toThrow("oauth-m2m: ");
  expect((await resolveCredentials(settings, world())).authType).toBe("oauth-m2m");
});

it.each<[string, Partial<Settings>, Record<string, string>, string]>([
  ["a token before all", { token: "t", clientId: "c", clientSecret: "s" }, {}, "pat"],
  ["a password before a secret", { username: "u", password: "p", clientId: "c", clientSecret: "s" }, {}, "basic"],
  ["a secret before the CLI", { clientId: "c", clientSecret: "s" }, {}, "oauth-m2m"],
  ["the CLI before Azure's", { cloud: "azure", azureClientId: "c", azureClientSecret: "s" }, {}, "databricks-cli"],
  ["the one that is chosen", { token: "t", clientId: "c", clientSecret: "s", authType: "oauth-m2m" }, {}, "oauth-m2m"],
])("takes %s", async (_, settings, env, authType) => {
  const server = await workspace();
  const cli = program("databricks", 'say({ access_token: "cli", expiry: "2026-06-01T01:00:00Z" })');
  const parts = world({ env: { ...env, ...cli.env }, fetch: server.fetch });
  expect((await resolveCredentials({ host: server.host, ...settings }, parts)).authType).toBe(authType);
});

it("what was asked for and fails is told, and nothing else tried", async () => {
  const server = await workspace({
    status: 401,
    body: { error: "invalid_client", error_description: "Client auth failed" },
  });
  const credentials = resolveCredentials({ host: server.host, clientId: "c", clientSecret: "s3cret" }, world());
  await expect(credentials).rejects.toMatchObject({ name: "AuthError", authType: "oauth-m2m", status: 401 });
  await expect(credentials).rejects.toThrow(
    /^oauth-m2m: POST .*\/oidc\/v1\/token: 401: invalid_client: Client auth failed\. Check DATABRICKS_CLIENT_ID/,
  );
});

it("what is found on the machine and fails is passed over, and told in the end", async () => {
  const server = await serveRoutes({});
  const settings: Settings = { host: server.host, cloud: "azure" };
  const credentials = resolveCredentials(settings, world({ env: { PATH: "/nonexistent" } }));
  await expect(credentials).rejects.toMatchObject({ authType: "default", retryable: false });
  await expect(credentials).rejects.toThrow(
    `default: no credentials for ${server.host} are configured, and none were found (databricks-cli: the Databricks CLI is not installed, or not in PATH; azure-cli: the Azure CLI is not installed, or not in PATH). Run \`databricks auth login --host ${server.host}\`, or set DATABRICKS_TOKEN`,
  );
});

it.each<[Settings, string]>([
  [{ host: "", authType: "oauth-m2m", clientId: "c" }, "oauth-m2m: DATABRICKS_CLIENT_SECRET not set"],
  [{ host: "", authType: "pat" }, "pat: DATABRICKS_TOKEN not set"],
  [{ host: "", authType: "env-oidc", oidcTokenEnv: "MINE" }, "env-oidc: MINE not set"],
  [{ host: "", authType: "azure-devops-oidc" }, "azure-devops-oidc: SYSTEM_ACCESSTOKEN, SYSTEM_TEAMFOUNDATION"],
  [{ host: "https://h", authType: "azure-msi", azureUseMsi: true }, "azure-msi: https://h is on aws, not on azure"],
])("an auth type that cannot work says why: %j", async (settings, message) => {
  await expect(resolveCredentials(settings, world({ fetch: () => Promise.reject() }))).rejects.toThrow(message);
});

it("a token at hand asks nobody", async () => {
  const server = await serveRoutes({});
  const credentials = await resolveCredentials({ host: server.host, token: "t" }, world());
  expect(await credentials.headers()).toEqual({ Authorization: "Bearer t" });
  expect(server.seen).toEqual([]);
});

it("every way can be loaded", async () => {
  for (const authType of authTypes) expect((await strategies[authType].load()).configure).toBeTypeOf("function");
});
