import { expect, it } from "vitest";
import { privateLinkReason } from "../../../src/errors/private-link.ts";

const page = "/login.html?error=private-link-validation-error";

it.each([
  [`https://adb-1.2.azuredatabricks.net${page}`, "Azure Private Link"],
  [`https://1.2.gcp.databricks.com${page}`, "Private Service Connect"],
  [`https://dbc-1.cloud.databricks.com${page}:1&o=2`, "AWS PrivateLink"],
])("case 36: %s names the cloud's service", (url, service) => {
  expect(privateLinkReason(new URL(url))).toContain(service);
});

it.each([
  "https://h/login.html",
  "https://h/login.html?error=other",
  "https://h/other.html?error=private-link-validation-error",
])("%s is another page", (url) => {
  expect(privateLinkReason(new URL(url))).toBeUndefined();
});
