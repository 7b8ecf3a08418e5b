import { expect, it } from "vitest";
import { resolveCredentials } from "../../src/auth/chain.ts";
import type { Settings } from "../../src/config/settings.ts";
import { jwt, program, start, world } from "../unit/auth/fixtures.ts";
import { serveRoutes } from "../unit/auth/routes.ts";

const revoked = { status: 400, body: { error: "invalid_grant", error_description: "revoked" } };

/** Whatever gives out tokens refuses everyone. */
async function refusing() {
  const server = await serveRoutes({
    "GET /oidc/.well-known/oauth-authorization-server": ({ headers }) => ({
      body: { token_endpoint: `http://${headers.host}/oidc/v1/token` },
    }),
    "POST /oidc/v1/token": revoked,
    "POST /login.microsoftonline.com/t/oauth2/token": revoked,
    "GET /169.254.169.254/metadata/identity/oauth2/token": revoked,
    "GET /actions.example/token": revoked,
    "GET /metadata": revoked,
  });
  const cli = program("databricks", 'fail("Error: the refresh token is invalid")');
  const parts = world({ env: { ...cli.env, DATABRICKS_OIDC_TOKEN: jwt({}) }, fetch: server.fetch });
  return { server, parts };
}

it.each<[NonNullable<Settings["authType"]>, Partial<Settings>, string]>([
  ["pat", { token: jwt({ exp: start - 1 }) }, "Make a new token in the workspace"],
  ["oauth-m2m", { clientId: "c", clientSecret: "s" }, "Check DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET"],
  ["databricks-cli", { profile: "dev" }, "Run `databricks auth login --profile dev`."],
  ["metadata-service", {}, "Start or sign in to the program"],
  ["env-oidc", {}, "Check the federation policy"],
  ["azure-client-secret", { azureClientId: "c", azureClientSecret: "s", azureTenantId: "t" }, "Check ARM_TENANT_ID"],
  ["azure-msi", { azureUseMsi: true }, "Check that this machine has a managed identity"],
  [
    "github-oidc",
    { actionsIdTokenRequestUrl: "https://actions.example/token?v=2", actionsIdTokenRequestToken: "gh" },
    "Give the job the permission `id-token: write`",
  ],
])("dead credentials of %s fail without waiting, with the way out", async (authType, settings, way) => {
  const { server, parts } = await refusing();
  const cloud = authType.startsWith("azure") ? "azure" : "aws";
  const given = {
    host: server.host,
    cloud,
    authType,
    metadataServiceUrl: `${server.host}/metadata`,
    ...settings,
  } as const;
  const credentials = resolveCredentials(given, parts);
  await expect(credentials).rejects.toMatchObject({ name: "AuthError", authType, retryable: false });
  await expect(credentials).rejects.toThrow(way);
  expect(parts.clock.waits).toEqual([]);
});

it("a person whose sign-in ran out is told how to sign in again, also when nothing was chosen", async () => {
  const { server, parts } = await refusing();
  const credentials = resolveCredentials(
    { host: server.host, profile: "dev" },
    { ...parts, env: { PATH: parts.env.PATH } },
  );
  await expect(credentials).rejects.toThrow(
    "none were found (databricks-cli: cannot get access token: Error: the refresh token is invalid). Run `databricks auth login --profile dev`",
  );
  expect(parts.clock.waits).toEqual([]);
});
