import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveSettings } from "../../../src/config/settings.ts";
import { file, folder } from "../auth/fixtures.ts";

const token = "dapi-not-a-real-token";
const nowhere = { HOME: "/nonexistent" };

it("reads ids, and takes empty variables as unset", () => {
  const env = {
    DATABRICKS_HOST: "h",
    DATABRICKS_TOKEN: token,
    DATABRICKS_ACCOUNT_ID: "acc-1",
    DATABRICKS_WORKSPACE_ID: "none",
    DATABRICKS_WAREHOUSE_ID: "wh1",
    DATABRICKS_CLUSTER_ID: "",
  };
  expect(resolveSettings({}, env)).toEqual({
    host: "https://h",
    token,
    accountId: "acc-1",
    workspaceId: "none",
    warehouseId: "wh1",
  });
});

it("reads how patient and how fast to be; zero counts as unset", () => {
  const configFile = file(
    "cfg",
    "[p]\nhost = h\ntoken = t\nhttp_timeout_seconds = 7.5\nretry_timeout_seconds = -1\nrate_limit = 0\n",
  );
  const profile = { host: "https://h", token: "t", profile: "p", configFile };
  expect(resolveSettings({ profile: "p", configFile }, {})).toEqual({
    ...profile,
    httpTimeoutSeconds: 7.5,
    retryTimeoutSeconds: -1,
  });
  const env = { ...nowhere, DATABRICKS_RATE_LIMIT: "5" };
  expect(resolveSettings({ host: "h", token: "t" }, env)).toMatchObject({ rateLimit: 5 });
  expect(resolveSettings({ host: "h", token: "t", rateLimit: 3 }, env)).toMatchObject({ rateLimit: 3 });
});

it("takes each value from code, then the environment, then the profile", () => {
  const configFile = file("cfg", "[p]\nhost = h\ntoken = file\nwarehouse_id = file\ncluster_id = file\n");
  const env = { DATABRICKS_CONFIG_PROFILE: "p", DATABRICKS_TOKEN: "env", DATABRICKS_WAREHOUSE_ID: "env" };
  expect(resolveSettings({ configFile, warehouseId: "code" }, env)).toEqual({
    host: "https://h",
    token: "env",
    warehouseId: "code",
    clusterId: "file",
    profile: "p",
    configFile,
  });
});

it("reads every form of a value", () => {
  const env = {
    ...nowhere,
    DATABRICKS_HOST: "adb-1.2.azuredatabricks.net",
    DATABRICKS_CLOUD: "Azure",
    ARM_USE_MSI: "T",
    ARM_ENVIRONMENT: "AzureUSGovernmentCloud",
    DATABRICKS_AZURE_RESOURCE_ID: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w/",
  };
  expect(resolveSettings({ scopes: ["sql", " files,sql"] }, env)).toEqual({
    host: "https://adb-1.2.azuredatabricks.net",
    cloud: "azure",
    azureUseMsi: true,
    azureEnvironment: "USGOVERNMENT",
    azureWorkspaceResourceId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w",
    scopes: ["files", "sql"],
  });
});

it("may have a resource id of Azure in place of a host", () => {
  const azureWorkspaceResourceId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w";
  expect(resolveSettings({ azureWorkspaceResourceId }, nowhere)).toEqual({ host: "", azureWorkspaceResourceId });
});

describe("which sources count", () => {
  const profiles =
    "[dev]\nhost = dev\ntoken = d\n[prod]\nhost = prod\ntoken = p\nwarehouse_id = w\n[bare]\ntoken = b\n";

  it("several profiles live side by side, whatever workspace the environment names", () => {
    const env = { DATABRICKS_CONFIG_FILE: file("cfg", profiles), DATABRICKS_HOST: "e", DATABRICKS_TOKEN: "e" };
    expect(resolveSettings({ profile: "dev" }, env)).toMatchObject({ host: "https://dev", token: "d" });
    expect(resolveSettings({ profile: "prod" }, env)).toMatchObject({ host: "https://prod", token: "p" });
    expect(resolveSettings({}, env)).toMatchObject({ host: "https://e", token: "e" });
  });

  it("a host in code does not get the credentials of another host in the environment", () => {
    const env = { ...nowhere, DATABRICKS_HOST: "e", DATABRICKS_TOKEN: "e", DATABRICKS_CLI_PATH: "/cli" };
    expect(resolveSettings({ host: "c" }, env)).toEqual({ host: "https://c", databricksCliPath: "/cli" });
    expect(resolveSettings({ host: "https://e/" }, env)).toMatchObject({ host: "https://e", token: "e" });
  });

  it("a profile's token does not go to another host", () => {
    const env = { DATABRICKS_CONFIG_FILE: file("cfg", profiles), DATABRICKS_CONFIG_PROFILE: "prod" };
    const message = "the profile prod belongs to https://prod, but the host is set to https://e (DATABRICKS_HOST)";
    expect(() => resolveSettings({}, { ...env, DATABRICKS_HOST: "e" })).toThrow(message);
    expect(resolveSettings({ host: "c", token: "c" }, env)).toMatchObject({ host: "https://c", token: "c" });
    expect(resolveSettings({}, { ...env, DATABRICKS_CONFIG_PROFILE: "bare", DATABRICKS_HOST: "e" })).toMatchObject({
      host: "https://e",
      token: "b",
    });
  });

  it.each([
    ["a host", { DATABRICKS_HOST: "e" }, { host: "https://e" }],
    ["a resource id", { DATABRICKS_AZURE_RESOURCE_ID: "/subscriptions/s/x/y" }, { host: "" }],
    ["nothing", {}, { host: "https://file", token: "f", profile: "DEFAULT" }],
  ])("case 45: with %s in the environment, the DEFAULT profile counts or not", (_, env, expected) => {
    const home = folder();
    writeFileSync(join(home, ".databrickscfg"), "[DEFAULT]\nhost = file\ntoken = f\n");
    const { azureWorkspaceResourceId, ...settings } = resolveSettings({}, { ...env, HOME: home });
    expect(settings).toEqual(expected);
  });
});

describe("case 43: two ways to authenticate", () => {
  const env = { ...nowhere, DATABRICKS_HOST: "h", DATABRICKS_TOKEN: token };

  it.each([
    [{ DATABRICKS_USERNAME: "u", DATABRICKS_PASSWORD: "pa55" }, "basic and pat"],
    [{ DATABRICKS_CLIENT_ID: "c", DATABRICKS_CLIENT_SECRET: "pa55" }, "oauth and pat"],
    [
      { ARM_CLIENT_ID: "c", DATABRICKS_METADATA_SERVICE_URL: "http://localhost/pa55" },
      "azure and metadata-service and pat",
    ],
    [{ GOOGLE_CREDENTIALS: "pa55" }, "google and pat"],
  ])("%j are refused, and not shown", (more, ways) => {
    const resolve = () => resolveSettings({}, { ...env, ...more });
    expect(resolve).toThrow(`more than one authorization method configured: ${ways}. Unset all but one (`);
    expect(resolve).toThrow("pat by DATABRICKS_TOKEN");
    expect(resolve).not.toThrow(token);
    expect(resolve).not.toThrow("pa55");
  });

  it("case 44: an auth type chooses", () => {
    const more = { DATABRICKS_USERNAME: "u", DATABRICKS_PASSWORD: "p", DATABRICKS_AUTH_TYPE: "basic" };
    expect(resolveSettings({}, { ...env, ...more })).toMatchObject({ authType: "basic" });
  });

  it("a client id beside an OIDC token is one way", () => {
    const federation = { DATABRICKS_CLIENT_ID: "c", DATABRICKS_OIDC_TOKEN_FILE: "/t" };
    expect(resolveSettings({ host: "h" }, { ...nowhere, ...federation })).toMatchObject({ oidcTokenFilepath: "/t" });
  });
});
