import { describe, expect, it, onTestFinished, vi } from "vitest";
import { discoverHost, type Fetch } from "../../../src/config/discover.ts";
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

it("reads no more of an answer than one could mean", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(32));
    },
  });
  const settings = { host: "https://endless.example", token: "t0ken" };
  expect(await discoverHost(settings, async () => new Response(endless))).toEqual(settings);
  expect(sent).toBeLessThan(200_000);
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
  it.each<[string, Answer, Partial<Settings>]>([
    ["", { body: { account_id: "acc" } }, { accountId: "acc" }],
    [" that does not tell", { status: 404 }, {}],
    [" that tells what cannot be read", { body: "<html>" }, {}],
  ])("%s: for all who ask together, and as long as the process lives", async (_, answer, told) => {
    const server = await serveRoutes({ [route]: answer });
    let now = 0;
    const ask = () => discoverHost({ host: server.host }, server.fetch, () => now);
    await Promise.all(Array.from({ length: 8 }, ask));
    now = 1e12;
    expect(await ask()).toMatchObject({ host: server.host, ...told });
    expect(server.seen).toHaveLength(1);
  });

  it.each([429, 503])("for a minute when it answers %i", async (status) => {
    const server = await serveRoutes({ [route]: [{ status }, { body: { account_id: "acc" } }] });
    let now = 0;
    const ask = () => discoverHost({ host: server.host }, server.fetch, () => now);
    await ask();
    now = 59_999;
    expect(await ask()).toEqual({ host: server.host });
    now = 60_000;
    expect(await ask()).toMatchObject({ accountId: "acc" });
  });
});

describe("it takes 5 s at most", () => {
  it.each<[string, () => Fetch]>([
    ["of a host that is silent", () => (request) => aborted(request.signal)],
    [
      "of a host that stops amid its answer",
      () =>
        async ({ signal }) =>
          new Response(halfAnswer(signal)),
    ],
    ["of a fetch that pays no heed to its signal", () => () => new Promise(() => {})],
  ])("%s", async (_, fetch) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const settings = { host: `https://${crypto.randomUUID()}.example` };
    let found: Settings | undefined;
    const discovering = discoverHost(settings, fetch()).then((answer) => {
      found = answer;
    });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(found).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    await discovering;
    expect(found).toEqual(settings);
  });
});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

function halfAnswer(signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from('{"account_id":'));
      signal.addEventListener("abort", () => controller.error(signal.reason));
    },
  });
}
