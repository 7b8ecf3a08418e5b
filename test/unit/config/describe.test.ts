import { expect, it } from "vitest";
import { describeSettings } from "../../../src/config/describe.ts";
import { resolveSettings } from "../../../src/config/settings.ts";
import { file } from "../auth/fixtures.ts";

it("tells each value, masked, and where it comes from", () => {
  const configFile = file("cfg", "[p]\nhost = h\nclient_id = c\nclient_secret = s3cret\nscopes = sql,files\n");
  const env = { DATABRICKS_CONFIG_FILE: configFile, DATABRICKS_CONFIG_PROFILE: "p", DATABRICKS_CLUSTER_ID: "cl" };
  const given = { warehouseId: "w" };
  const current = { ...resolveSettings(given, env), hostKind: "unified", accountId: "acc" } as const;
  const source = `${configFile} [p]`;
  expect(describeSettings(given, env, current)).toEqual([
    { name: "host", value: "h", source },
    { name: "warehouseId", value: "w", source: "code" },
    { name: "clusterId", value: "cl", source: "DATABRICKS_CLUSTER_ID" },
    { name: "profile", value: "p", source: "DATABRICKS_CONFIG_PROFILE" },
    { name: "configFile", value: configFile, source: "DATABRICKS_CONFIG_FILE" },
    { name: "clientId", value: "c", source },
    { name: "clientSecret", value: "********", source },
    { name: "scopes", value: "sql,files", source },
    { name: "accountId", value: "acc", source: "https://h/.well-known/databricks-config" },
    { name: "hostKind", value: "unified", source: "https://h/.well-known/databricks-config" },
  ]);
});

it("tells settings that are refused, without a password in a host", () => {
  const env = { DATABRICKS_HOST: "https://u:s3cret@h/x", DATABRICKS_TOKEN: "s3cret", DATABRICKS_PASSWORD: "s3cret" };
  expect(describeSettings({}, env)).toEqual([
    { name: "host", value: "https://********@h/x", source: "DATABRICKS_HOST" },
    { name: "token", value: "********", source: "DATABRICKS_TOKEN" },
    { name: "password", value: "********", source: "DATABRICKS_PASSWORD" },
  ]);
});
