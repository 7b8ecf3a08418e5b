import { describe, expect, it } from "vitest";
import { configure } from "../../../src/auth/databricks-cli.ts";
import type { Settings } from "../../../src/config/settings.ts";
import { jwt, program, world } from "./fixtures.ts";

const host = "https://h.cloud.databricks.com";
const hour = 3_600_000;

async function signedIn(script: string, settings: Partial<Settings> = {}) {
  const cli = program("databricks", script);
  const parts = world({ env: cli.env });
  return { runs: cli.runs, clock: parts.clock, credentials: await configure({ host, ...settings }, parts) };
}

const tokens = `say({ access_token: "t" + times, token_type: "Bearer", expiry: "2026-06-01T0" + (times + 1) + ":00:00.123456789Z" })`;

it.each<[Partial<Settings>, string]>([
  [{}, `auth token --host ${host}`],
  [{ profile: "p; rm -rf $HOME" }, "auth token --profile p; rm -rf $HOME"],
  [{ hostKind: "account", accountId: "acc" }, `auth token --host ${host} --account-id acc`],
  [{ hostKind: "unified", accountId: "acc" }, `auth token --host ${host}`],
])("%j asks `databricks %s`", async (settings, args) => {
  const { credentials, runs } = await signedIn(tokens, settings);
  expect(await credentials.headers()).toEqual({ Authorization: "Bearer t0" });
  expect(runs()).toEqual([args]);
});

it("forces a refresh once the first token is used up", async () => {
  const { credentials, clock, runs } = await signedIn(tokens, { profile: "p" });
  await credentials.headers();
  await clock.sleep(hour);
  const all = await Promise.all(Array.from({ length: 64 }, () => credentials.headers()));
  expect(all).toEqual(Array(64).fill({ Authorization: "Bearer t1" }));
  expect(runs()).toEqual(["auth token --profile p", "auth token --profile p --force-refresh"]);
});

it("does without forcing on an older CLI", async () => {
  const old = `if (args.includes("--force-refresh")) fail("Error: unknown flag: --force-refresh"); ${tokens}`;
  const { credentials, runs } = await signedIn(old);
  await credentials.headers();
  expect(await credentials.renew()).toBe(true);
  expect(await credentials.headers()).toEqual({ Authorization: "Bearer t2" });
  expect(runs()).toHaveLength(3);
});

describe("case 56: when a refresh fails", () => {
  const once = 'times === 0 ? say({ access_token: "t0", expiry: "2026-06-01 01:00:00Z" }) : ';

  it("a token with 4 minutes left is still used", async () => {
    const { credentials, clock } = await signedIn(`${once}fail("Error: 503 Service Unavailable")`);
    await credentials.headers();
    await clock.sleep(hour - 4 * 60_000);
    expect(await credentials.headers()).toEqual({ Authorization: "Bearer t0" });
  });

  it("an expired one tells the way out", async () => {
    const stderr = "Error: A new access token could not be retrieved because the refresh token is invalid.";
    const { credentials, clock } = await signedIn(`${once}fail(${JSON.stringify(stderr)})`, { profile: "p" });
    await credentials.headers();
    await clock.sleep(hour);
    await expect(credentials.headers()).rejects.toThrow(
      "databricks-cli: cannot get access token: Error: A new access token could not be retrieved because the refresh token is invalid. Run `databricks auth login --profile p`.",
    );
    expect(clock.waits).toEqual([hour]);
  });
});

it.each<[string, string, Partial<Settings>, string]>([
  ["nobody signed in", 'fail("Error: cache: not found")', {}, `Run \`databricks auth login --host ${host}\`.`],
  [
    "nobody signed in to the account",
    'fail("x")',
    { hostKind: "account", accountId: "acc" },
    `Run \`databricks auth login --host ${host} --account-id acc\`.`,
  ],
  ["the legacy CLI", `fail("Error: No such command 'auth'.")`, {}, "the Databricks CLI in PATH is the legacy one"],
  ["no JSON", 'console.log("hello")', {}, "answered without a token or its expiry"],
  ["no token", "say({})", {}, "answered without a token or its expiry"],
  ["no expiry", 'say({ access_token: "t" })', {}, "answered without a token or its expiry"],
  ["a token of two lines", 'say({ access_token: "s3cret\\n", expiry: "2027-01-01T00:00:00Z" })', {}, "holds a space"],
])("%s is told", async (_, script, settings, message) => {
  const { credentials } = await signedIn(script, settings);
  await expect(credentials.headers()).rejects.toThrow(message);
  await expect(credentials.headers()).rejects.not.toThrow("s3cret");
});

it("a CLI that is not there is told", async () => {
  const credentials = await configure({ host, databricksCliPath: "/nonexistent/cli" }, world());
  await expect(credentials.headers()).rejects.toThrow(
    "the Databricks CLI is not installed, or not in PATH. Install the Databricks CLI",
  );
});

it("the CLI reads the profile file that is configured", async () => {
  const script = 'say({ access_token: process.env.DATABRICKS_CONFIG_FILE, expiry: "2026-06-01T01:00:00Z" })';
  const { credentials } = await signedIn(script, { configFile: "/my/cfg", profile: "p" });
  expect(await credentials.headers()).toEqual({ Authorization: "Bearer /my/cfg" });
});

it.each<[object, readonly string[], string | undefined]>([
  [{ scope: "sql offline_access" }, ["sql"], undefined],
  [
    { scope: "all-apis" },
    ["files", "sql"],
    "lacks the scopes files, sql. Run `databricks auth login --profile p --scopes files,sql`.",
  ],
  [{}, ["sql"], undefined],
])("a token with %j for the scopes %j", async (claims, scopes, message) => {
  const token = jwt(claims);
  const script = `say({ access_token: "${token}", expiry: "2026-06-01T01:00:00Z" })`;
  const { credentials } = await signedIn(script, { profile: "p", scopes });
  if (message) await expect(credentials.headers()).rejects.toThrow(message);
  else expect(await credentials.headers()).toEqual({ Authorization: `Bearer ${token}` });
});
