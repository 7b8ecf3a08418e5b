import { expect, it } from "vitest";
import { resolveCredentials } from "../../../src/auth/chain.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { program, start, world } from "./fixtures.ts";
import { type Routes, serveRoutes } from "./routes.ts";

const databricks = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
const resourceId = "/subscriptions/sub/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";

const user = '{ user: { name: "me@example.com", type: "user" } }';
const principal = '{ user: { name: "app", type: "servicePrincipal" } }';
const identity = '{ user: { name: "systemAssignedIdentity", type: "servicePrincipal" } }';

/** An Azure CLI with somebody signed in; `refuse` is an expression that tells which questions get no token. */
async function signedIn(account: string, refuse: string, settings: Partial<Settings> = {}, routes: Routes = {}) {
  const server = await serveRoutes(routes);
  const cli = program(
    "az",
    `if (args.startsWith("account show")) say(${account});
     else if (${refuse}) fail("ERROR: AADSTS50020: not in this tenant");
     else say({ accessToken: args.includes("${databricks}") ? "adb" : "mgmt", expires_on: ${start + 3_600}, expiresOn: "x" });`,
  );
  const given: Settings = { host: server.host, cloud: "azure", authType: "azure-cli", ...settings };
  const credentials = resolveCredentials(given, world({ env: cli.env, fetch: server.fetch }));
  const asked = () =>
    cli
      .runs()
      .filter((args) => args.includes(databricks))
      .map((args) => args.replace(/.*json ?/, ""));
  return { credentials, runs: cli.runs, asked };
}

it("sends both tokens of whoever is signed in", async () => {
  const { credentials, runs } = await signedIn(user, "false");
  expect(await (await credentials).headers()).toEqual({
    Authorization: "Bearer adb",
    "X-Databricks-Azure-SP-Management-Token": "mgmt",
  });
  expect(runs().toSorted()).toEqual([
    `account get-access-token --resource ${databricks} --output json`,
    "account get-access-token --resource https://management.core.windows.net/ --output json",
    "account show --output json",
  ]);
});

it("goes without the management token that a person may not have, and does not ask at every call", async () => {
  const { credentials, runs } = await signedIn(user, 'args.includes("management")');
  expect(await (await credentials).headers()).toEqual({ Authorization: "Bearer adb" });
  const asked = runs().length;
  expect(await (await credentials).headers()).toEqual({ Authorization: "Bearer adb" });
  expect(runs()).toHaveLength(asked);
});

const redirect = { "GET /aad/auth": { status: 302, headers: { location: "https://login.microsoftonline.com/t1/x" } } };

it.each<[string, string, string, Partial<Settings>, Routes, string[]]>([
  ["in the tenant that is set", user, "false", { azureTenantId: "t0" }, {}, ["--tenant t0"]],
  ["in the tenant of the workspace", user, "false", {}, redirect, ["--tenant t1"]],
  ["in no tenant for a managed identity", identity, "false", { azureTenantId: "t0" }, {}, [""]],
  [
    "then in no tenant for a service principal",
    principal,
    'args.includes("--tenant")',
    { azureTenantId: "t0" },
    {},
    ["--tenant t0", ""],
  ],
  [
    "in the workspace's subscription",
    user,
    "false",
    { azureWorkspaceResourceId: resourceId },
    {},
    ["--subscription sub"],
  ],
  [
    "then in none, if the subscription is out of reach",
    user,
    'args.includes("--subscription")',
    { azureWorkspaceResourceId: resourceId },
    {},
    ["--subscription sub", ""],
  ],
])("asks %s", async (_, account, refuse, settings, routes, expected) => {
  const { credentials, asked } = await signedIn(account, refuse, settings, routes);
  expect((await (await credentials).headers()).Authorization).toBe("Bearer adb");
  expect(asked()).toEqual(expected);
});

it("tells the way out", async () => {
  const { credentials } = await signedIn(user, "true", { azureTenantId: "t0" });
  await expect(credentials).rejects.toThrow(
    "azure-cli: cannot get access token: ERROR: AADSTS50020: not in this tenant. Run `az login --tenant t0`.",
  );
});

it.each([
  ['fail("Please run az login to setup account.")', "cannot get access token: Please run az login to setup account"],
  ['console.log("x")', "answered what cannot be read. Run `az login`."],
  [`args.includes("show") ? say(${user}) : say({ accessToken: "s3cret" })`, "answered what cannot be read"],
])("tells when nobody is signed in or nothing can be read: %s", async (script, message) => {
  const server = await serveRoutes({});
  const parts = world({ env: program("az", script).env, fetch: server.fetch });
  const credentials = resolveCredentials({ host: server.host, cloud: "azure", authType: "azure-cli" }, parts);
  await expect(credentials).rejects.toThrow(message);
  await expect(credentials).rejects.not.toThrow("s3cret");
});
