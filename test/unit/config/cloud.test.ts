import { expect, it } from "vitest";
import { azureEndpoints, cloudOf, hostKindOf } from "../../../src/config/cloud.ts";
import type { Settings } from "../../../src/config/settings.ts";

it.each<[Settings, string]>([
  [{ host: "https://dbc-1.cloud.databricks.com" }, "aws"],
  [{ host: "https://dbc-1.cloud.databricks.us" }, "aws"],
  [{ host: "https://my.own.example" }, "aws"],
  [{ host: "https://azuredatabricks.net.evil.example" }, "aws"],
  [{ host: "https://adb-1.2.azuredatabricks.net" }, "azure"],
  [{ host: "https://adb-1.2.databricks.azure.us" }, "azure"],
  [{ host: "https://adb-1.2.databricks.azure.cn:8443" }, "azure"],
  [{ host: "https://1.2.gcp.databricks.com" }, "gcp"],
  [{ host: "https://1.2.gcp.databricks.com", cloud: "aws" }, "aws"],
  [{ host: "https://my.own.example", azureWorkspaceResourceId: "/subscriptions/s" }, "azure"],
  [{ host: "", azureWorkspaceResourceId: "/subscriptions/s" }, "azure"],
])("%j is on %s", (settings, cloud) => {
  expect(cloudOf(settings)).toBe(cloud);
});

it.each<[Settings, string]>([
  [{ host: "https://dbc-1.cloud.databricks.com" }, "workspace"],
  [{ host: "https://accounts.cloud.databricks.com" }, "account"],
  [{ host: "https://accounts-dod.cloud.databricks.us" }, "account"],
  [{ host: "https://accounts.cloud.databricks.com", hostKind: "unified" }, "unified"],
])("%j is of kind %s", (settings, kind) => {
  expect(hostKindOf(settings)).toBe(kind);
});

it.each<[Settings, string]>([
  [{ host: "https://adb-1.2.azuredatabricks.net" }, "https://login.microsoftonline.com/"],
  [{ host: "https://adb-1.2.databricks.azure.us" }, "https://login.microsoftonline.us/"],
  [{ host: "https://my.own.example", azureEnvironment: "CHINA" }, "https://login.chinacloudapi.cn/"],
])("%j signs in at %s", (settings, login) => {
  expect(azureEndpoints(settings).login).toBe(login);
});
