import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resolveCredentials } from "../../../src/auth/chain.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { file, jwt, start, world } from "./fixtures.ts";
import { type Routes, serveRoutes } from "./routes.ts";

const tokenRoute = "POST /oidc/v1/token";
const idToken = jwt({ sub: "job" });

/** A workspace whose OAuth trusts somebody. */
async function federated(settings: (host: string) => Partial<Settings>, env = {}, routes: Routes = {}) {
  const server = await serveRoutes({
    "GET /oidc/.well-known/oauth-authorization-server": ({ headers }) => ({
      body: { token_endpoint: `http://${headers.host}/oidc/v1/token` },
    }),
    [tokenRoute]: [
      { body: { access_token: "t1", expires_in: 3600 } },
      { body: { access_token: "t2", expires_in: 3600 } },
    ],
    ...routes,
  });
  const parts = world({ env: { PATH: "/nonexistent", ...env }, fetch: server.fetch });
  const credentials = resolveCredentials({ host: server.host, ...settings(server.host) }, parts);
  return { server, clock: parts.clock, credentials };
}

const exchange = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  subject_token: idToken,
  scope: "all-apis",
};

const azureDevOps = {
  SYSTEM_ACCESSTOKEN: "ado",
  SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: "https://dev.azure.com/org/",
  SYSTEM_TEAMPROJECTID: "project",
  SYSTEM_PLANID: "plan",
  SYSTEM_JOBID: "job",
  SYSTEM_HOSTTYPE: "build",
};
const azureDevOpsRoute =
  "POST /dev.azure.com/org/project/_apis/distributedtask/hubs/build/plans/plan/jobs/job/oidctoken";
const github = {
  actionsIdTokenRequestUrl: "https://actions.example/token?api-version=2.0",
  actionsIdTokenRequestToken: "gh",
};

describe("exchanges an OIDC token", () => {
  it.each<[string, Partial<Settings>, Record<string, string>, Routes]>([
    ["env-oidc", { clientId: "c" }, { DATABRICKS_OIDC_TOKEN: idToken }, {}],
    ["env-oidc", { oidcTokenEnv: "MINE" }, { MINE: ` ${idToken}\n` }, {}],
    ["github-oidc", { clientId: "c", ...github }, {}, { "GET /actions.example/token": { body: { value: idToken } } }],
    ["azure-devops-oidc", { clientId: "c" }, azureDevOps, { [azureDevOpsRoute]: { body: { oidcToken: idToken } } }],
  ])("%s with %j", async (authType, settings, env, routes) => {
    const { server, credentials } = await federated(() => settings, env, routes);
    expect((await credentials).authType).toBe(authType);
    expect(await (await credentials).headers()).toEqual({ Authorization: "Bearer t1" });
    const { clientId } = settings;
    expect(server.seen.at(-1)?.form).toEqual({ ...exchange, ...(clientId && { client_id: clientId }) });
    expect(server.seen.at(-1)?.headers.authorization).toBeUndefined();
  });

  it("file-oidc, reading the file for each one", async () => {
    const path = file("token", `${idToken}\n`);
    const { server, clock, credentials } = await federated(() => ({ oidcTokenFilepath: path }));
    await credentials;
    const next = jwt({ sub: "next" });
    writeFileSync(path, next);
    await clock.sleep(3_600_000);
    expect(await (await credentials).headers()).toEqual({ Authorization: "Bearer t2" });
    expect(server.seen.map(({ form }) => form.subject_token).filter(Boolean)).toEqual([idToken, next]);
  });
});

it.each<[string, (host: string) => Partial<Settings>, (host: string) => string]>([
  ["the token endpoint", () => ({}), (host) => `${host}/oidc/v1/token`],
  ["what is set", () => ({ audience: "a b&c" }), () => "a b&c"],
  [
    "the account, on its host",
    (host) => ({
      hostKind: "account",
      accountId: "acc",
      discoveryUrl: `${host}/oidc/.well-known/oauth-authorization-server`,
    }),
    () => "acc",
  ],
])("the audience is %s", async (_, settings, audience) => {
  const { server, credentials } = await federated(
    (host) => ({ ...github, ...settings(host) }),
    {},
    {
      "GET /actions.example/token": { body: { value: idToken } },
    },
  );
  await credentials;
  expect(server.seen.find(({ route }) => route === "GET /actions.example/token")).toMatchObject({
    query: { "api-version": "2.0", audience: audience(server.host) },
    headers: { authorization: "Bearer gh" },
  });
});

it.each<[string, Partial<Settings>, Record<string, string>, string]>([
  ["an expired token", {}, { DATABRICKS_OIDC_TOKEN: jwt({ exp: start - 60 }) }, "expired at 2026-05-31T23:59:00.000Z"],
  ["no JWT", {}, { DATABRICKS_OIDC_TOKEN: "s3cret" }, "the variable DATABRICKS_OIDC_TOKEN does not hold a JWT"],
  ["a missing file", { oidcTokenFilepath: "/nonexistent/t" }, {}, "the file /nonexistent/t cannot be read (ENOENT)"],
  ["an empty file", { oidcTokenFilepath: "/dev/null" }, {}, "the file /dev/null is empty"],
])("%s is told before anything is asked", async (_, settings, env, message) => {
  const { server, credentials } = await federated(() => settings, env);
  await expect(credentials).rejects.toThrow(message);
  await expect(credentials).rejects.not.toThrow("s3cret");
  expect(server.count(tokenRoute)).toBe(0);
});

it("a refused exchange does not show the token", async () => {
  const { credentials } = await federated(
    () => ({}),
    { DATABRICKS_OIDC_TOKEN: idToken },
    {
      [tokenRoute]: { status: 401, body: { error: "invalid_grant", error_description: `no policy for ${idToken}` } },
    },
  );
  await expect(credentials).rejects.toThrow(
    "401: invalid_grant: no policy for **REDACTED**. Check the federation policy",
  );
});
