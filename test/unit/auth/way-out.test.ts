import { expect, it } from "vitest";
import { wayOut } from "../../../src/auth/way-out.ts";
import { authTypes } from "../../../src/config/auth-types.ts";
import type { Settings } from "../../../src/config/settings.ts";

const host = "https://h.cloud.databricks.com";

it.each<[string, Settings, string]>([
  ["databricks-cli", { host, profile: "dev" }, "Run `databricks auth login --profile dev`."],
  ["databricks-cli", { host, accountId: "acc" }, `Run \`databricks auth login --host ${host}\`.`],
  [
    "databricks-cli",
    { host, accountId: "acc", hostKind: "account" },
    `Run \`databricks auth login --host ${host} --account-id acc\`.`,
  ],
  ["pat", { host, profile: "dev" }, "put it into the profile dev, or run `databricks auth login --profile dev`."],
  ["pat", { host }, `set DATABRICKS_TOKEN, or unset it and run \`databricks auth login --host ${host}\`.`],
  ["azure-cli", { host, azureTenantId: "t" }, "Run `az login --tenant t`."],
  ["oauth-m2m", { host }, "Check DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET"],
  ["bearer", { host }, "Send a valid Databricks token of this host."],
])("%s with %j: %s", (authType, settings, way) => {
  expect(wayOut(settings, authType)).toContain(way);
});

it("there is one for each way to authenticate", () => {
  const ways = authTypes.map((authType) => wayOut({ host }, authType));
  expect(ways).not.toContain(wayOut({ host }, "bearer"));
});
