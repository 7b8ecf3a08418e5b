import { readFileSync } from "node:fs";
import { createServer as createTcpServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Check, Facts } from "../../../src/cli/doctor/check.ts";
import { checks } from "../../../src/cli/doctor/doctor.ts";
import { routeOf } from "../../../src/cli/doctor/proxy-of.ts";
import { runChecks } from "../../../src/cli/doctor/run-checks.ts";
import { leastNode } from "../../../src/cli/node-version.ts";
import { answer, type Behaviour, faultServer, secureFaultServer, silence } from "../../faults/fault-server.ts";

const token = "dapi0123456789abcdef0123456789abcdef";
const nowhere = { HOME: "/nonexistent" };

/** What a healthy workspace answers, by path. */
const healthy: Readonly<Record<string, unknown>> = {
  "/api/2.0/preview/scim/v2/Me": { userName: "ann@example.com", active: true, groups: [{ display: "users" }] },
  "/api/2.0/sql/warehouses": { warehouses: [{ id: "w1", name: "Shared", state: "RUNNING" }] },
  "/api/2.1/clusters/list": { clusters: [{ cluster_id: "c1", state: "TERMINATED" }] },
  "/api/2.1/unity-catalog/catalogs": { catalogs: [] },
  "/api/2.2/jobs/list": {},
};

interface Differences {
  readonly [path: string]: readonly [status: number, body: object];
}

/** A workspace that is healthy but for some paths. */
function workspace(differences: Differences = {}): Behaviour {
  return (response, request) => {
    const path = new URL(request.url, "http://h").pathname;
    const [status, body] = differences[path] ?? [healthy[path] ? 200 : 404, healthy[path] ?? {}];
    answer(status, body)(response, request);
  };
}

async function report(given: Facts["given"], env: Facts["env"] = nowhere, all: readonly Check[] = checks) {
  const lines: string[] = [];
  for await (const { name, status, found, next } of runChecks(
    all,
    { given, env },
    new AbortController().signal,
    20_000,
  )) {
    lines.push(`${status} ${name}: ${found}${next ? ` → ${next}` : ""}`);
  }
  return lines;
}

const statuses = (lines: readonly string[]): string => lines.map((line) => line.split(":")[0]).join(", ");

describe("a workspace", () => {
  it("that is well", async () => {
    const { host } = await faultServer(workspace());
    const lines = await report(
      {},
      { ...nowhere, DATABRICKS_HOST: host, DATABRICKS_TOKEN: token, DATABRICKS_WAREHOUSE_ID: "w1" },
    );
    expect(lines.slice(1)).toEqual([
      `ok configuration: host ${host} (DATABRICKS_HOST), warehouseId w1 (DATABRICKS_WAREHOUSE_ID), token ******** (DATABRICKS_TOKEN)`,
      `ok host: ${host}, workspace on aws`,
      "ok dns: 127.0.0.1 is 127.0.0.1",
      "skip tls: http on loopback",
      "ok proxy: direct: no proxy is set",
      "ok clock: agrees with the host's",
      "ok authentication: pat, a personal access token",
      "ok identity: ann@example.com, in 1 group",
      "ok warehouse: 1 SQL warehouse, 1 running; the default w1 (Shared) is RUNNING",
      "ok cluster: 1 cluster, 0 running",
      "ok permissions: may list catalogs, jobs, warehouses",
    ]);
  });

  const denied = { error_code: "PERMISSION_DENIED", message: `not with ${token}` };
  it.each([
    [
      "that refuses the token",
      { "/api/2.0/preview/scim/v2/Me": [401, { error_code: "UNAUTHENTICATED", message: "Invalid token" }] },
      "fail identity: GET /api/2.0/preview/scim/v2/Me: 401 UNAUTHENTICATED: Invalid token",
      "fail identity, skip warehouse, skip cluster, skip permissions",
    ],
    [
      "that permits little, and repeats the token",
      { "/api/2.1/unity-catalog/catalogs": [403, denied], "/api/2.2/jobs/list": [403, denied] },
      "fail permissions: may not list catalogs, jobs (403) → Tools of these areas will fail; ask an administrator for access, and check the token's scopes.",
      "ok identity, ok warehouse, ok cluster, fail permissions",
    ],
    [
      "that does not show its clusters",
      { "/api/2.1/clusters/list": [403, denied] },
      "fail cluster: GET /api/2.1/clusters/list: 403 PERMISSION_DENIED: not with **REDACTED**",
      "ok identity, ok warehouse, fail cluster, ok permissions",
    ],
    [
      "without warehouses",
      { "/api/2.0/sql/warehouses": [200, {}] },
      "fail warehouse: 0 SQL warehouses, 0 running → Ask an administrator for access to a SQL warehouse, or make one.",
      "ok identity, fail warehouse, ok cluster, ok permissions",
    ],
    [
      "with somebody who was deactivated",
      { "/api/2.0/preview/scim/v2/Me": [200, { userName: "bob", active: false }] },
      "fail identity: bob, in 0 groups, not active → Ask an administrator of the workspace to activate it.",
      "fail identity, skip warehouse, skip cluster, skip permissions",
    ],
  ] satisfies [string, Differences, string, string][])("%s", async (_, differences, line, end) => {
    const { host } = await faultServer(workspace(differences));
    const lines = await report({ host, token });
    expect(lines.find((each) => each.startsWith("fail"))).toContain(line);
    expect(statuses(lines.slice(8))).toBe(end);
    expect(lines.join()).not.toContain(token);
  });

  it.each([
    [-3_600_000, "fail clock: 3600 s ahead of the host's"],
    [3_600_000, "fail clock: 3600 s behind the host's"],
    [-60_000, "ok clock: 60 s ahead of the host's"],
  ])("whose clock differs by %i ms", async (difference, line) => {
    const server = await faultServer(workspace());
    server.discovery = answer(404, "", { date: new Date(Date.now() + difference).toUTCString() });
    const found = (await report({ host: server.host, token })).find((each) => each.includes(" clock"));
    // The Date header has whole seconds.
    expect(found?.replace(/\b(3601|3599|61|59)\b/, (seconds) => (Number(seconds) > 1000 ? "3600" : "60"))).toContain(
      line,
    );
  });
});

describe("on the way", () => {
  it("a certificate that nobody vouches for", async () => {
    const { host } = await secureFaultServer(workspace());
    const lines = await report({ host, token }, { ...nowhere, NODE_EXTRA_CA_CERTS: "/nonexistent.pem" });
    expect(statuses(lines.slice(3))).toBe(
      "ok dns, fail tls, ok proxy, skip clock, skip authentication, skip identity, skip warehouse, skip cluster, skip permissions",
    );
    expect(lines[4]).toMatch(/self-signed certificate.* \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    expect(lines[4]).toMatch(/set NODE_EXTRA_CA_CERTS .* names \/nonexistent.pem, which does not exist\.$/);
  });

  it("a name that has no address", async () => {
    const lines = await report({ host: "https://no-such-host.invalid", token });
    expect(lines[3]).toMatch(/^fail dns: no-such-host.invalid has no address \(E\w+\) → Check the name/);
  });

  it("a port that nobody listens on", async () => {
    const server = await faultServer(silence);
    await server.stop();
    const lines = await report({ host: `https://127.0.0.1:1`, token });
    expect(lines[4]).toMatch(/^fail tls: connect ECONNREFUSED 127.0.0.1:1 \(ECONNREFUSED\) → Check DATABRICKS_HOST/);
  });

  it("a host that says nothing", async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const impatient = checks.map((check) => ({ ...check, withinMs: Math.min(check.withinMs, 200) }));
    const lines = await report({ host: `https://127.0.0.1:${port}`, token }, nowhere, impatient);
    expect(lines[4]).toBe("fail tls: no answer in time → Check the network, VPN, proxy and firewall on the way.");
    expect(statuses(lines.slice(6))).toMatch(/^(skip \w+(, )?)+$/);
  });

  it("a proxy that refuses", async () => {
    const proxy = await faultServer(answer(200));
    const env = { ...nowhere, HTTPS_PROXY: `http://ann:s3cretpass@127.0.0.1:${proxy.port}` };
    const lines = await report({ host: "https://h.example", token }, env);
    expect(lines.slice(3, 6)).toEqual([
      "ok dns: the proxy 127.0.0.1 is 127.0.0.1",
      expect.stringMatching(/^fail tls: socket hang up \(ECONNRESET\)/),
      `ok proxy: requests go through http://127.0.0.1:${proxy.port} (HTTPS_PROXY)`,
    ]);
    expect(lines.join()).not.toContain("s3cretpass");
  });
});

describe("a configuration", () => {
  it.each([
    ["that is none", nowhere, "fail configuration: no setting in the environment, and no profile in ~/.databrickscfg"],
    ["without a host", { ...nowhere, DATABRICKS_TOKEN: token }, "fail configuration: no Databricks host is configured"],
    [
      "with a host over http",
      { DATABRICKS_HOST: "http://h.example", DATABRICKS_TOKEN: token },
      "fail host: the Databricks host http://h.example is not https",
    ],
    [
      "with a host that has a path",
      { DATABRICKS_HOST: "https://h.example/login", DATABRICKS_TOKEN: token },
      "fail host: the Databricks host has a path, /login",
    ],
    [
      "with two ways to sign in",
      {
        DATABRICKS_HOST: "https://h.example",
        DATABRICKS_TOKEN: token,
        DATABRICKS_CLIENT_ID: "i",
        DATABRICKS_CLIENT_SECRET: "s3cret",
      },
      "fail configuration: more than one authorization method configured: oauth and pat",
    ],
    [
      "of a profile that is not there",
      { ...nowhere, DATABRICKS_CONFIG_PROFILE: "p" },
      "fail configuration: there is no profile file",
    ],
  ])("%s", async (_, env, line) => {
    const lines = await report({}, env);
    expect(lines.find((each) => each.startsWith("fail"))).toContain(line);
    expect(lines.filter((each) => each.startsWith("fail"))).toHaveLength(1);
    expect(lines.join()).not.toMatch(/dapi0123|s3cret/);
  });
});

describe("the proxy of a host", () => {
  const set = { HTTPS_PROXY: "http://proxy:3128" };
  it.each([
    ["https://h.example", set, "proxy:3128"],
    ["https://h.example", { HTTP_PROXY: "http://proxy:3128" }, "proxy:3128"],
    ["https://h.example", { ...set, https_proxy: "http://lower:1" }, "lower:1"],
    ["https://h.example", { ...set, NO_PROXY: "example" }, "HTTPS_PROXY is set, but NO_PROXY has example"],
    ["https://h.example", { ...set, NO_PROXY: ".example" }, "HTTPS_PROXY is set, but NO_PROXY has .example"],
    ["https://example", { ...set, NO_PROXY: "*.example" }, "proxy:3128"],
    ["https://h.example", { ...set, NO_PROXY: "h.example:8443" }, "proxy:3128"],
    [
      "https://h.example:8443",
      { ...set, NO_PROXY: "x, h.example:8443" },
      "HTTPS_PROXY is set, but NO_PROXY has h.example:8443",
    ],
    ["https://h.example", { ...set, NO_PROXY: "*" }, "HTTPS_PROXY is set, but NO_PROXY has *"],
    ["https://localhost", set, "HTTPS_PROXY is set, but loopback is never behind a proxy"],
    ["http://127.0.0.1:80", set, "no proxy is set"],
    ["https://h.example", {}, "no proxy is set"],
  ])("%s with %j", (host, env, expected) => {
    const { proxy, reason } = routeOf(new URL(host), env);
    expect(proxy?.host ?? reason).toBe(expected);
  });
});

it("the version of Node is that of package.json", () => {
  const { engines } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  expect(engines.node).toBe(`>=${leastNode}`);
});
