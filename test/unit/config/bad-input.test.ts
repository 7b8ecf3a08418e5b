import { expect, it } from "vitest";
import { resolveSettings } from "../../../src/config/settings.ts";
import { file, folder } from "../auth/fixtures.ts";

const token = "dapi-not-a-real-token";
const good = { HOME: "/nonexistent", DATABRICKS_HOST: "https://h.example", DATABRICKS_TOKEN: token };
const profiles = "[one]\nhost = h\n[__settings__]\ndefault_profile = one\n";

it.each<[string, Record<string, string>, string]>([
  ["no host", { DATABRICKS_HOST: "" }, "no Databricks host is configured. Set DATABRICKS_HOST"],
  ["http://", { DATABRICKS_HOST: "http://h.example" }, "http://h.example is not https"],
  ["ftp://", { DATABRICKS_HOST: "ftp://h.example" }, "is not https"],
  [
    "a host with a path",
    { DATABRICKS_HOST: "https://h.example/browse/x?o=1" },
    "the Databricks host has a path, /browse/x. Leave the path away: https://h.example/?o=1",
  ],
  ["a host that is none", { DATABRICKS_HOST: "a b" }, "the Databricks host is not a URL of a host"],
  ["a password in the host", { DATABRICKS_HOST: `https://u:${token}@h` }, "the Databricks host is not a URL of a host"],
  ["a line break in the token", { DATABRICKS_TOKEN: `${token}\n` }, "in DATABRICKS_TOKEN holds a space, a line break"],
  ["a space in the token", { DATABRICKS_TOKEN: `a ${token}` }, "holds a space"],
  ["a line break elsewhere", { DATABRICKS_TOKEN: "", ARM_CLIENT_ID: "a\nb" }, "ARM_CLIENT_ID holds a line break"],
  ["a workspace id that is none", { DATABRICKS_WORKSPACE_ID: "1\r\nx" }, "DATABRICKS_WORKSPACE_ID is not an id"],
  ["a workspace id in the host that is none", { DATABRICKS_HOST: "h?w=a/b" }, "is not an id"],
  [
    "an unknown auth type",
    { DATABRICKS_AUTH_TYPE: "magic" },
    'DATABRICKS_AUTH_TYPE is unknown: "magic". Set it to one of: pat, basic, oauth-m2m, databricks-cli',
  ],
  ["an unknown cloud", { DATABRICKS_CLOUD: "moon" }, 'DATABRICKS_CLOUD is unknown: "moon". Set it to one of: aws'],
  ["neither true nor false", { DATABRICKS_TOKEN: "", ARM_USE_MSI: "yes" }, "ARM_USE_MSI is neither true nor false"],
  ["a rate that is no number", { DATABRICKS_RATE_LIMIT: "15/s" }, "DATABRICKS_RATE_LIMIT is not a number"],
  ["a rate below zero", { DATABRICKS_RATE_LIMIT: "-1" }, "DATABRICKS_RATE_LIMIT is negative"],
  [
    "a resource id that is none",
    { DATABRICKS_AZURE_RESOURCE_ID: "w" },
    "DATABRICKS_AZURE_RESOURCE_ID is not the resource id of a workspace",
  ],
  [
    "two ways to authenticate",
    { DATABRICKS_CLIENT_SECRET: token },
    "more than one authorization method configured: oauth and pat. Unset all but one (oauth by DATABRICKS_CLIENT_SECRET; pat by DATABRICKS_TOKEN)",
  ],
])("%s", (_, env, message) => {
  const resolve = () => resolveSettings({}, { ...good, ...env });
  expect(resolve).toThrow(message);
  expect(resolve).toThrow(expect.objectContaining({ name: "ConfigError", retryable: false }));
  expect(resolve).not.toThrow(token);
});

it.each<[string, string, string | undefined, string]>([
  ["case 46: a profile that does not exist", profiles, "two", "cfg has no two profile configured. It has: one. Make"],
  ["a profile without keys", "[one]\n", "one", "cfg has no one profile configured. It has: none."],
  ["case 47: the reserved section as profile", profiles, "__settings__", "__settings__ is a reserved section name"],
  [
    "case 47: the reserved section as default",
    "[__settings__]\ndefault_profile = __settings__\n",
    undefined,
    "__settings__ is a reserved section name",
  ],
  [
    "case 47: a default that does not exist",
    "[__settings__]\ndefault_profile = gone\n",
    undefined,
    "cfg has no gone profile configured",
  ],
  ["a broken file", `[one]\nhost = h\n${token}\n`, "one", "line 3 of the profile file"],
  ["a bad value", `[one]\nhost = h\ntoken = a ${token}\n`, "one", "cfg [one] holds a space"],
  ["a bad id", "[one]\nhost = h\nworkspace_id = 1/2\n", "one", "workspace_id of"],
])("%s", (_, text, profile, message) => {
  const resolve = () => resolveSettings({ configFile: file("cfg", text), profile }, {});
  expect(resolve).toThrow(message);
  expect(resolve).toThrow(expect.objectContaining({ name: "ConfigError" }));
  expect(resolve).not.toThrow(token);
});

it("an unreadable profile file", () => {
  const configFile = folder();
  expect(() => resolveSettings({ configFile }, {})).toThrow(`the profile file ${configFile} cannot be read (EISDIR)`);
});

it("a profile file that was asked for and is missing", () => {
  expect(() => resolveSettings({ configFile: "~/cfg" }, { HOME: "/nonexistent" })).toThrow(
    "there is no profile file /nonexistent/cfg",
  );
  expect(() => resolveSettings({ profile: "p" }, { HOME: "/nonexistent" })).toThrow(
    "there is no profile file /nonexistent/.databrickscfg",
  );
});

it("a bad value in code is named as in code", () => {
  expect(() => resolveSettings({ host: "h", token: "t", warehouseId: "a/b" }, {})).toThrow("warehouseId is not an id");
});
