import { describe, expect, it } from "vitest";
import { locateWorkspace } from "../../../src/auth/azure-workspace.ts";
import { resolveCredentials } from "../../../src/auth/chain.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { start, world } from "./fixtures.ts";
import { type Routes, serveRoutes } from "./routes.ts";

const databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
const management = "https://management.core.windows.net/";
const resourceId = "/subscriptions/sub/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";
const entra = "POST /login.microsoftonline.com/tenant/oauth2/token";
const imds = "GET /169.254.169.254/metadata/identity/oauth2/token";

async function onAzure(settings: Partial<Settings>, routes: Routes) {
  const server = await serveRoutes(routes);
  const parts = world({ env: { PATH: "/nonexistent" }, fetch: server.fetch });
  const credentials = resolveCredentials({ host: server.host, cloud: "azure", ...settings }, parts);
  return { server, parts, credentials };
}

/** A token that tells which resource it is for. */
const tokenFor = (resource = "") => ({
  body: { access_token: resource === databricks ? "adb" : "mgmt", expires_on: String(start + 3_600) },
});

const headers = { Authorization: "Bearer adb", "X-Databricks-Azure-SP-Management-Token": "mgmt" };

describe("azure-client-secret", () => {
  const secret = { azureClientId: "c", azureClientSecret: "s3cret", authType: "azure-client-secret" } as const;

  it("asks for a token of Databricks and one of Azure's management", async () => {
    const { server, credentials } = await onAzure(
      { ...secret, azureTenantId: "tenant", azureWorkspaceResourceId: resourceId },
      { [entra]: ({ form }) => tokenFor(form.resource) },
    );
    expect(await (await credentials).headers()).toEqual({
      ...headers,
      "X-Databricks-Azure-Workspace-Resource-Id": resourceId,
    });
    const form = { grant_type: "client_credentials", client_id: "c", client_secret: "s3cret" };
    expect(server.seen.filter(({ route }) => route === entra).map((each) => each.form)).toEqual([
      { ...form, resource: databricks },
      { ...form, resource: management },
    ]);
  });

  it("finds the tenant where the workspace redirects to sign in", async () => {
    const { server, credentials } = await onAzure(secret, {
      "GET /aad/auth": {
        status: 302,
        headers: { location: "https://login.microsoftonline.com/tenant/oauth2/authorize?x=1" },
      },
      [entra]: ({ form }) => tokenFor(form.resource),
    });
    expect(await (await credentials).headers()).toEqual(headers);
    expect(server.count("GET /aad/auth")).toBe(1);
  });

  it.each([{ status: 404 }, { status: 302, headers: { location: "/login" } }])(
    "or says that it is not known: %j",
    async (answer) => {
      const { credentials } = await onAzure(secret, { "GET /aad/auth": answer });
      await expect(credentials).rejects.toThrow("azure-client-secret: the tenant is not known. Set ARM_TENANT_ID.");
    },
  );

  it("tells what Entra ID says, without its trace", async () => {
    const { parts, credentials } = await onAzure(
      { ...secret, azureTenantId: "tenant" },
      {
        [entra]: {
          status: 401,
          body: {
            error: "invalid_client",
            error_description: "AADSTS7000215: Invalid client secret s3cret provided. Trace ID: 1 Correlation ID: 2",
            error_uri: "https://login.microsoftonline.com/error/7000215",
          },
        },
      },
    );
    await expect(credentials).rejects.toThrow(
      "azure-client-secret: POST https://login.microsoftonline.com/tenant/oauth2/token: 401: invalid_client: AADSTS7000215: Invalid client secret **REDACTED** provided (see https://login.microsoftonline.com/error/7000215). Check ARM_TENANT_ID",
    );
    expect(parts.clock.waits).toEqual([]);
  });
});

describe("azure-msi", () => {
  const msi = { azureUseMsi: true, authType: "azure-msi" } as const;

  it.each([
    [{}, undefined],
    [{ azureClientId: "mine" }, "mine"],
  ])("asks this machine's metadata server, %j", async (given, id) => {
    const { server, credentials } = await onAzure(
      { ...msi, ...given },
      { [imds]: ({ query }) => tokenFor(query.resource) },
    );
    expect(await (await credentials).headers()).toEqual(headers);
    const asked = server.seen.filter(({ route }) => route === imds);
    expect(asked.map((each) => [each.headers.metadata, each.query["api-version"], each.query.client_id])).toEqual(
      Array(2).fill(["true", "2018-02-01", id]),
    );
  });

  it("asks again when it has too much to do, but not when there is none", async () => {
    const busy = await onAzure(msi, { [imds]: [{ status: 429 }, { status: 503 }, tokenFor(databricks)] });
    expect((await busy.credentials).authType).toBe("azure-msi");
    const parts = world({
      fetch: () => Promise.reject(Object.assign(new Error("no route"), { code: "ECONNREFUSED" })),
    });
    const settings: Settings = { host: "https://h", cloud: "azure", ...msi };
    await expect(resolveCredentials(settings, parts)).rejects.toThrow(
      "no answer: no route (ECONNREFUSED). Check that this machine",
    );
    expect(parts.clock.waits).toEqual([]);
  });
});

it("github-oidc-azure trades GitHub's token at Entra ID, a fresh one each time", async () => {
  let times = 0;
  const { server, parts, credentials } = await onAzure(
    {
      authType: "github-oidc-azure",
      azureClientId: "c",
      azureTenantId: "tenant",
      actionsIdTokenRequestUrl: "https://actions.example/token?v=2",
      actionsIdTokenRequestToken: "gh",
    },
    {
      "GET /actions.example/token": ({ query }) => ({ body: { value: `${query.audience} ${++times}` } }),
      [entra]: [tokenFor(databricks), { body: { access_token: "next", expires_in: 3600 } }],
    },
  );
  expect(await (await credentials).headers()).toEqual({ Authorization: "Bearer adb" });
  await parts.clock.sleep(3_600_000);
  expect(await (await credentials).headers()).toEqual({ Authorization: "Bearer next" });
  expect(server.seen.filter(({ route }) => route === entra).map((each) => each.form)).toEqual(
    [1, 2].map((n) => ({
      grant_type: "client_credentials",
      client_id: "c",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: `api://AzureADTokenExchange ${n}`,
      resource: databricks,
    })),
  );
});

describe("a workspace known by its resource id", () => {
  const arm = `GET /management.azure.com${resourceId}`;
  const settings: Settings = { host: "", azureWorkspaceResourceId: resourceId, azureUseMsi: true };

  it("is looked up", async () => {
    const server = await serveRoutes({
      [imds]: ({ query }) => ({ body: { access_token: query.resource, expires_in: 3600 } }),
      [arm]: { body: { properties: { workspaceUrl: "adb-1.2.azuredatabricks.net" } } },
    });
    const located = await locateWorkspace(settings, world({ fetch: server.fetch }));
    expect(located).toEqual({ ...settings, host: "https://adb-1.2.azuredatabricks.net" });
    expect(server.seen.at(-1)).toMatchObject({
      query: { "api-version": "2018-04-01" },
      headers: { authorization: "Bearer https://management.azure.com/" },
    });
  });

  it("or Azure's refusal told", async () => {
    const server = await serveRoutes({
      [imds]: tokenFor(),
      [arm]: { status: 403, body: { error: { code: "AuthorizationFailed", message: "no access" } } },
    });
    const located = locateWorkspace(settings, world({ fetch: server.fetch }));
    await expect(located).rejects.toThrow(`${resourceId}: 403: AuthorizationFailed: no access.`);
  });

  it("needs an identity of Azure", async () => {
    await expect(locateWorkspace({ ...settings, authType: "pat" }, world())).rejects.toThrow("Set DATABRICKS_HOST");
  });

  it("is left alone when its host is known", async () => {
    const known = { ...settings, host: "https://h" };
    expect(await locateWorkspace(known, world())).toBe(known);
  });
});
