import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type Credentials, fixedCredentials } from "../../src/auth/credentials.ts";
import type { Settings } from "../../src/config/settings.ts";
import type { HttpOptions } from "../../src/http/http-caller.ts";
import { callerFor } from "./caller-for.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, type Behaviour, faultServer, silence } from "./fault-server.ts";
import { executeStatement, getJob, upload } from "./operations.ts";

const done = answer(200, {});
const expired = answer(401, { error_code: "UNAUTHENTICATED", message: "token t0 is expired" });

const oauth = { token: "", authType: "oauth-m2m", clientId: "me", clientSecret: "s3cret" } as const;

/** OAuth credentials whose tokens are t0, t1, … */
function renewable(): Credentials & { renewals: number } {
  const credentials = {
    authType: "oauth-m2m",
    renewals: 0,
    headers: async () => ({ Authorization: `Bearer t${credentials.renewals}` }),
    renew: async () => {
      credentials.renewals++;
      return true;
    },
    secrets: () => ["t0", "t1"],
  };
  return credentials;
}

describe("a 401", () => {
  it("is answered with one new token and one more attempt, also for a POST", async () => {
    const server = await faultServer(expired, done);
    const credentials = renewable();
    await callerFor(server.host, {}, { credentials }).call(executeStatement, { statement: "x" });
    expect(server.requests.map(({ headers, body }) => [headers.authorization, body.toString()])).toEqual([
      ["Bearer t0", '{"statement":"x"}'],
      ["Bearer t1", '{"statement":"x"}'],
    ]);
    expect(server.requests[1]?.headers["user-agent"]).toContain("auth/oauth-m2m");
  });

  it("is an error when the new token is refused too", async () => {
    const server = await faultServer(expired);
    const credentials = renewable();
    const call = callerFor(server.host, {}, { credentials }).call(getJob, {});
    await expect(call).rejects.toMatchObject({ name: "UnauthenticatedError", reason: "token **REDACTED** is expired" });
    expect([server.requests.length, credentials.renewals]).toEqual([2, 1]);
  });

  it("is an error with a token that cannot be renewed", async () => {
    const server = await faultServer(expired, done);
    await expect(callerFor(server.host).call(getJob, {})).rejects.toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, Partial<Settings>, HttpOptions, string]>([
    [
      "a token of a profile",
      { profile: "dev" },
      {},
      "put it into the profile dev, or run `databricks auth login --profile dev`.",
    ],
    ["a token", {}, {}, "set DATABRICKS_TOKEN, or unset it and run `databricks auth login --host http://127.0.0.1"],
    ["OAuth", {}, { credentials: renewable() }, "Check DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET"],
    [
      "the Databricks CLI",
      { profile: "dev" },
      { credentials: { ...renewable(), authType: "databricks-cli" } },
      "Run `databricks auth login --profile dev`.",
    ],
  ])("tells the way out with %s", async (_, settings, options, way) => {
    const server = await faultServer(expired);
    const error = await callerFor(server.host, settings, options)
      .call(getJob, {})
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "UnauthenticatedError", hint: expect.stringContaining(way) });
    expect(String(error)).toContain(way);
  });

  it("tells it of no other refusal", async () => {
    const server = await faultServer(answer(403, { error_code: "PERMISSION_DENIED", message: "no" }));
    const call = callerFor(server.host, { profile: "dev" }).call(getJob, {});
    await expect(call).rejects.not.toThrow("databricks auth login");
  });

  it("is an error when the body cannot be sent again", async () => {
    const server = await faultServer(expired, done);
    const credentials = renewable();
    const call = callerFor(server.host, {}, { credentials }).call(upload, {
      file_path: "/x",
      contents: ReadableStream.from(["a"]),
    });
    await expect(call).rejects.toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(1);
  });
});

describe("credentials", () => {
  it("case 51: are found out once, however many ask first", async () => {
    const server = await faultServer((response, request) => {
      const answers: Record<string, unknown> = {
        "/discovery": { token_endpoint: `${server.host}/token` },
        "/token": { access_token: "t1", token_type: "Bearer", expires_in: 3600 },
      };
      answer(200, answers[request.url] ?? {})(response, request);
    });
    const discoveryUrl = `${server.host}/discovery`;
    const caller = callerFor(server.host, { ...oauth, discoveryUrl });
    await Promise.all(Array.from({ length: 32 }, () => caller.call(getJob, {})));
    const asked = Map.groupBy(server.requests, ({ url }) => url);
    expect(asked.get("/token")).toHaveLength(1);
    expect(asked.get("/api/2.2/jobs/get")?.map(({ headers }) => headers.authorization)).toEqual(
      Array(32).fill("Bearer t1"),
    );
  });

  it("are looked for again after they were not found", async () => {
    const server = await faultServer(done);
    let attempts = 0;
    const credentials: Credentials = {
      ...fixedCredentials("x", "Bearer late", []),
      headers: async () => {
        if (attempts++ === 0) throw new Error("not yet");
        return { Authorization: "Bearer late" };
      },
    };
    const caller = callerFor(server.host, {}, { credentials });
    await expect(caller.call(getJob, {})).rejects.toThrow("not yet");
    await caller.call(getJob, {});
    expect(server.requests).toHaveLength(1);
  });
});

describe("a token endpoint that is down", () => {
  it.each<[string, Behaviour]>([
    ["answers 503", answer(503, "", { "retry-after": "20" })],
    ["answers 500", answer(500)],
    ["answers a web page", answer(200, "<html><title>Sign in</title>")],
  ])("that %s ends the call with an error that says so, and no secret", async (_, behaviour) => {
    const server = await faultServer(behaviour);
    const clock = new FakeClock();
    const error: unknown = await callerFor(server.host, oauth, { clock })
      .call(getJob, {})
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "AuthError", authType: "oauth-m2m" });
    expect(inspect(error, { depth: 10 })).not.toContain("s3cret");
    expect(server.requests.filter(({ url }) => url.startsWith("/api/"))).toEqual([]);
    expect(clock.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(60_000);
  });

  it("that is silent does not hold the call beyond its deadline", async () => {
    const server = await faultServer(silence);
    const call = callerFor(server.host, oauth).call(getJob, {}, { deadlineMs: 30 });
    await expect(call).rejects.toMatchObject({ code: "DEADLINE" });
  });
});
