import { describe, expect, it } from "vitest";
import { discoverHost } from "../../../src/config/discover.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { type Answer, serveRoutes } from "../auth/routes.ts";

const route = "GET /.well-known/databricks-config";

async function discovered(answer: Answer, settings: Partial<Settings> = {}): Promise<Partial<Settings>> {
  const server = await serveRoutes({ [route]: answer });
  const { host, ...rest } = await discoverHost({ host: server.host, token: "t0ken", ...settings }, server.fetch);
  expect(server.seen.map((each) => [each.route, each.headers.authorization])).toEqual([[route, undefined]]);
  return rest;
}

const everything = {
  oidc_endpoint: "https://accounts.cloud.databricks.com/oidc/accounts/{account_id}",
  account_id: "acc",
  workspace_id: "123",
  cloud: "AWS",
  host_type: "UNIFIED_HOST",
  token_federation_default_oidc_audiences: ["aud", "other"],
};
const discoveryUrl = (account: string) =>
  `https://accounts.cloud.databricks.com/oidc/accounts/${account}/.well-known/oauth-authorization-server`;

it("fills what is unset", async () => {
  expect(await discovered({ body: everything })).toEqual({
    token: "t0ken",
    accountId: "acc",
    workspaceId: "123",
    cloud: "aws",
    hostKind: "unified",
    audience: "aud",
    discoveryUrl: discoveryUrl("acc"),
  });
});

it("keeps what is set, and case 49: fills the account into the discovery URL", async () => {
  const given = { accountId: "mine", workspaceId: "w", cloud: "gcp", audience: "a" } as const;
  expect(await discovered({ body: everything }, given)).toMatchObject({ ...given, discoveryUrl: discoveryUrl("mine") });
  expect(await discovered({ body: everything }, { discoveryUrl: "https://d" })).toMatchObject({
    discoveryUrl: "https://d",
  });
});

it.each([
  [
    "the account is the audience of a host without a workspace",
    { account_id: "acc" },
    { accountId: "acc", audience: "acc" },
  ],
  ["the template of an unknown account is not used", { oidc_endpoint: "https://a/{account_id}" }, {}],
  ["an endpoint over http is not used", { oidc_endpoint: "http://a.example/oidc" }, {}],
  ["unknown and malformed values are not used", { cloud: "moon", host_type: 7, workspace_id: "1\r\nx" }, {}],
  [
    "kinds are read in any case",
    { host_type: "account", workspace_id: 12 },
    { hostKind: "account", workspaceId: "12" },
  ],
])("%s", async (_, body, expected) => {
  expect(await discovered({ body })).toEqual({ token: "t0ken", ...expected });
});

describe("case 48: it is never fatal", () => {
  it.each<[string, Answer]>([
    ["500", { status: 500 }],
    ["404", { status: 404 }],
    ["a web page", { body: "<html>" }],
    ["JSON that is no object", { body: "7" }],
    ["a redirect, which is not followed", { status: 302, headers: { location: "/.well-known/databricks-config" } }],
    ["an answer without end", { body: { account_id: "acc", more: "x".repeat(100_000) } }],
  ])("%s", async (_, answer) => {
    expect(await discovered(answer)).toEqual({ token: "t0ken" });
  });

  it("nobody there", async () => {
    const settings = { host: "http://127.0.0.1:1" };
    expect(await discoverHost(settings)).toEqual(settings);
  });

  it("no host yet", async () => {
    const settings = { host: "" };
    expect(await discoverHost(settings)).toBe(settings);
  });
});

describe("a host is asked once", () => {
  it("for all who ask together, and for an hour", async () => {
    const server = await serveRoutes({ [route]: { body: { account_id: "acc" } } });
    let now = 0;
    const ask = () => discoverHost({ host: server.host }, server.fetch, () => now);
    await Promise.all(Array.from({ length: 8 }, ask));
    now = 3_599_999;
    expect(await ask()).toMatchObject({ accountId: "acc" });
    expect(server.seen).toHaveLength(1);
    now = 3_600_000;
    await ask();
    expect(server.seen).toHaveLength(2);
  });

  it("for a minute when it does not tell", async () => {
    const server = await serveRoutes({ [route]: [{ status: 503 }, { body: { account_id: "acc" } }] });
    let now = 0;
    const ask = () => discoverHost({ host: server.host }, server.fetch, () => now);
    await ask();
    now = 59_999;
    expect(await ask()).toEqual({ host: server.host });
    now = 60_000;
    expect(await ask()).toMatchObject({ accountId: "acc" });
  });
});
