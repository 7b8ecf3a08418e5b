import { describe, expect, it } from "vitest";
import { configure } from "../../../src/auth/oauth-m2m.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { world } from "./fixtures.ts";
import { type Routes, serveRoutes } from "./routes.ts";

const clientSecret = "s3cret+/=";
const tokens = [
  { body: { access_token: "t1", token_type: "Bearer", expires_in: 3600 } },
  { body: { access_token: "t2", token_type: "Bearer", expires_in: "3600" } },
];

async function m2m(routes: Routes, settings: (host: string) => Partial<Settings> = () => ({})) {
  const server = await serveRoutes(routes);
  const parts = world({ fetch: server.fetch });
  const given = { host: server.host, clientId: "c i", clientSecret, ...settings(server.host) };
  return { server, ...parts, credentials: await configure(given, parts) };
}

it("asks with the secret in the header, for all scopes", async () => {
  const { server, credentials } = await m2m({ "POST /oidc/accounts/acc/v1/token": tokens }, () => ({
    hostKind: "account",
    accountId: "acc",
  }));
  expect(await credentials.headers()).toEqual({ Authorization: "Bearer t1" });
  const pair = Buffer.from(`c%20i:${encodeURIComponent(clientSecret)}`).toString("base64");
  expect(server.seen).toMatchObject([
    { headers: { authorization: `Basic ${pair}` }, form: { grant_type: "client_credentials", scope: "all-apis" } },
  ]);
  expect(credentials.secrets()).toEqual([clientSecret, pair, "t1"]);
});

it("asks for the scopes that are set", async () => {
  const { server, credentials } = await m2m({ "POST /oidc/accounts/acc/v1/token": tokens }, () => ({
    hostKind: "account",
    accountId: "acc",
    scopes: ["files", "sql"],
  }));
  await credentials.headers();
  expect(server.seen[0]?.form.scope).toBe("files sql");
});

it("64 calls on an expired token make one request", async () => {
  const { server, clock, credentials } = await m2m({ "POST /oidc/accounts/acc/v1/token": tokens }, () => ({
    hostKind: "account",
    accountId: "acc",
  }));
  await credentials.headers();
  await clock.sleep(3_600_000);
  const all = await Promise.all(Array.from({ length: 64 }, () => credentials.headers()));
  expect(all).toEqual(Array(64).fill({ Authorization: "Bearer t2" }));
  expect(server.seen).toHaveLength(2);
});

it("renews after a refusal", async () => {
  const { credentials } = await m2m({ "POST /oidc/accounts/acc/v1/token": tokens }, () => ({
    hostKind: "account",
    accountId: "acc",
  }));
  await credentials.headers();
  expect(await credentials.renew()).toBe(true);
  expect(await credentials.headers()).toEqual({ Authorization: "Bearer t2" });
});

describe("finds the token endpoint", () => {
  it.each<[string, string, (host: string) => Partial<Settings>]>([
    ["of a workspace", "/oidc/.well-known/oauth-authorization-server", () => ({})],
    [
      "of a host of many workspaces",
      "/oidc/accounts/acc/.well-known/oauth-authorization-server",
      () => ({ hostKind: "unified", accountId: "acc" }),
    ],
    ["by the discovery URL", "/d", (host) => ({ discoveryUrl: `${host}/d` })],
  ])("%s", async (_, path, settings) => {
    const { server, credentials } = await m2m(
      {
        [`GET ${path}`]: ({ headers }) => ({ body: { token_endpoint: `http://${headers.host}/token` } }),
        "POST /token": tokens,
      },
      settings,
    );
    expect(await credentials.headers()).toEqual({ Authorization: "Bearer t1" });
    await credentials.renew();
    expect(server.count(`GET ${path}`)).toBe(1);
  });

  it.each([
    [
      "https://accounts.cloud.databricks.com/oidc/accounts/a/v1/token",
      "POST /accounts.cloud.databricks.com/oidc/accounts/a/v1/token",
    ],
    ["https://adb-1.2.azuredatabricks.net/oidc/v1/token", "POST /adb-1.2.azuredatabricks.net/oidc/v1/token"],
  ])("at Databricks: %s", async (endpoint, route) => {
    const { credentials } = await m2m({
      "GET /oidc/.well-known/oauth-authorization-server": { body: { token_endpoint: endpoint } },
      [route]: tokens,
    });
    expect(await credentials.headers()).toEqual({ Authorization: "Bearer t1" });
  });

  it.each(["https://evil.example/token", "http://accounts.cloud.databricks.com/token", "nonsense", undefined])(
    "but does not send the secret to %s",
    async (endpoint) => {
      const { server, credentials } = await m2m({
        "GET /oidc/.well-known/oauth-authorization-server": { body: { token_endpoint: endpoint } },
      });
      await expect(credentials.headers()).rejects.toThrow("names no token endpoint of this host or of Databricks");
      expect(server.seen).toHaveLength(1);
    },
  );

  it("or says that there is none", async () => {
    const { credentials } = await m2m({});
    await expect(credentials.headers()).rejects.toThrow("oauth-m2m: Databricks OAuth is not supported for this host");
  });

  it("or that the account is not known", async () => {
    const { credentials } = await m2m({}, () => ({ hostKind: "account" }));
    await expect(credentials.headers()).rejects.toThrow("is not known. Set DATABRICKS_ACCOUNT_ID.");
  });
});
