import { describe, expect, it } from "vitest";
import { settingsFromEnvironment } from "../../../src/config/settings.ts";

const token = "dapi-not-a-real-token";
const read = (env: Record<string, string>) => settingsFromEnvironment({ DATABRICKS_TOKEN: token, ...env });

it.each([
  ["https://h.cloud.databricks.com", "https://h.cloud.databricks.com"],
  ["h.cloud.databricks.com", "https://h.cloud.databricks.com"],
  ["https://H.cloud.databricks.com:443/path?o=1#x", "https://h.cloud.databricks.com"],
  ["  https://h:8443/ ", "https://h:8443"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ["http://localhost:8080/", "http://localhost:8080"],
  ["http://[::1]:8080", "http://[::1]:8080"],
])("case 41: host %j is %s", (given, host) => {
  expect(read({ DATABRICKS_HOST: given }).host).toBe(host);
});

it("reads ids, and takes empty variables as unset", () => {
  expect(
    read({
      DATABRICKS_HOST: "h",
      DATABRICKS_ACCOUNT_ID: "acc-1",
      DATABRICKS_WORKSPACE_ID: "none",
      DATABRICKS_WAREHOUSE_ID: "wh1",
      DATABRICKS_CLUSTER_ID: "",
    }),
  ).toEqual({ host: "https://h", token, accountId: "acc-1", warehouseId: "wh1" });
});

describe("settings are refused", () => {
  it.each<[string, Record<string, string>, string]>([
    ["without a host", { DATABRICKS_HOST: "" }, "no Databricks host is configured. Set DATABRICKS_HOST"],
    [
      "without a token",
      { DATABRICKS_HOST: "h", DATABRICKS_TOKEN: "" },
      "no Databricks token is configured. Set DATABRICKS_TOKEN",
    ],
    ["with a line break in the token", { DATABRICKS_HOST: "h", DATABRICKS_TOKEN: `${token}\n` }, "a line break"],
    ["with a space in the token", { DATABRICKS_HOST: "h", DATABRICKS_TOKEN: `a ${token}` }, "holds a space"],
    ["over http elsewhere", { DATABRICKS_HOST: "http://h.example" }, "http://h.example is not https"],
    ["over ftp", { DATABRICKS_HOST: "ftp://h.example" }, "is not https"],
    ["with a host that is none", { DATABRICKS_HOST: "a b" }, "not a URL of a host"],
    ["with a password in the host", { DATABRICKS_HOST: `https://u:${token}@h` }, "not a URL of a host"],
    [
      "with a workspace id that is none",
      { DATABRICKS_HOST: "h", DATABRICKS_WORKSPACE_ID: "1\r\nx" },
      "DATABRICKS_WORKSPACE_ID is not an id",
    ],
  ])("%s", (_, env, message) => {
    expect(() => read(env)).toThrow(message);
    expect(() => read(env)).not.toThrow(token);
  });
});
