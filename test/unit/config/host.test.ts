import { expect, it } from "vitest";
import { parseHost } from "../../../src/config/host.ts";
import { resolveSettings } from "../../../src/config/settings.ts";

it.each([
  ["https://h.cloud.databricks.com", "https://h.cloud.databricks.com"],
  ["h.cloud.databricks.com", "https://h.cloud.databricks.com"],
  ["https://H.cloud.databricks.com:443/?o=1#x", "https://h.cloud.databricks.com"],
  ["  https://h:8443/ ", "https://h:8443"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ["http://localhost:8080/", "http://localhost:8080"],
  ["http://[::1]:8080", "http://[::1]:8080"],
])("case 41: host %j is %s", (given, host) => {
  expect(parseHost(given).host).toBe(host);
});

it.each([
  ["h?w=3f2a-uuid&o=123", { workspaceId: "3f2a-uuid" }],
  ["h/?o=123", { workspaceId: "123" }],
  ["h?o=me", {}],
  ["h?o=me&workspace_id=9", { workspaceId: "9" }],
  ["h?workspace_id=9&w=", { workspaceId: "9" }],
  ["h?a=acc&account_id=other", { accountId: "acc" }],
  ["h?account_id=other", { accountId: "other" }],
])("case 42: host %j says %j", (given, ids) => {
  expect(parseHost(given)).toEqual({ host: "https://h", ...ids });
});

it.each([
  [{ workspaceId: "7" }, { workspaceId: "7", accountId: "acc" }],
  [{ workspaceId: "none" }, { workspaceId: "none", accountId: "acc" }],
  [{ accountId: "mine" }, { workspaceId: "1", accountId: "mine" }],
])("case 42: ids that are set, %j, stay", (given, ids) => {
  const settings = resolveSettings({ host: "h?o=1&a=acc", token: "t", ...given }, {});
  expect(settings).toEqual({ host: "https://h", token: "t", ...ids });
});
