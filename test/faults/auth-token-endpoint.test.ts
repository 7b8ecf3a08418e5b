import { describe, expect, it } from "vitest";
import { type JsonRequest, requestJson, tokenRetryMs } from "../../src/auth/json-request.ts";
import { requestToken } from "../../src/auth/token-request.ts";
import { worldOf } from "../../src/auth/world.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, type Behaviour, breakOff, faultServer, hangUp } from "./fault-server.ts";

const good = answer(200, { access_token: "t", expires_in: 60 });

async function asking(behaviours: readonly Behaviour[], more: Partial<JsonRequest> = {}) {
  const server = await faultServer(...behaviours);
  const clock = new FakeClock();
  const request: JsonRequest = {
    authType: "oauth-m2m",
    method: "POST",
    url: `${server.host}/token?key=s3cret`,
    form: { client_secret: "s3cret", absent: undefined },
    secrets: ["s3cret"],
    hint: "The way out.",
    ...more,
  };
  return { server, clock, token: requestToken(worldOf({ clock }), request) };
}

describe("case 54: a token endpoint", () => {
  it.each<[string, Behaviour]>([
    ["429", answer(429)],
    ["502", answer(502)],
    ["503", answer(503)],
    ["504", answer(504)],
    ["hanging up", hangUp],
  ])("that fails with %s is asked again", async (_, failing) => {
    const { server, clock, token } = await asking([failing, good]);
    expect(await token).toEqual({ value: "t", expiresAt: clock.now() + 60_000 });
    expect(server.requests).toHaveLength(2);
    expect(server.requests.map(({ body }) => body.toString())).toEqual(Array(2).fill("client_secret=s3cret"));
  });

  it.each([400, 401, 403, 404, 500])("that refuses with %i is asked once, without waiting", async (status) => {
    const { server, clock, token } = await asking([answer(status, { error: "no", error_description: "not s3cret" })]);
    await expect(token).rejects.toMatchObject({ status, retryable: false, hint: "The way out." });
    await expect(token).rejects.toThrow(
      `oauth-m2m: POST ${server.host}/token: ${status}: no: not **REDACTED**. The way out.`,
    );
    expect(server.requests).toHaveLength(1);
    expect(clock.waits).toEqual([]);
  });

  it("that always fails is asked for a minute", async () => {
    const { clock, token } = await asking([answer(503, "", { "retry-after": "20" })]);
    await expect(token).rejects.toMatchObject({ status: 503, retryable: true });
    expect(clock.waits).toEqual([20_000, 20_000, 20_000]);
  });

  it("that wants more time than a minute is not waited for", async () => {
    const { clock, token } = await asking([answer(503, "", { "retry-after": "120" }), good]);
    await expect(token).rejects.toMatchObject({ retryable: true });
    expect(clock.waits).toEqual([]);
  });
});

it.each<[string | null, number, number]>([
  [null, 1, 500],
  [null, 2, 1_000],
  [null, 3, 2_000],
  [null, 99, 30_000],
  ["120", 1, 120_000],
  ["0", 1, 500],
  ["Mon, 01 Jun 2026 00:00:30 GMT", 1, 30_000],
  ["-5", 1, 500],
  ["Sun, 31 May 2026 00:00:00 GMT", 1, 500],
  ["soon", 1, 500],
])("case 55: Retry-After %j before attempt %i waits %i ms", (retryAfter, attempts, wait) => {
  const clock = Object.assign(new FakeClock(), { random: () => 0.5 });
  expect(tokenRetryMs(attempts, retryAfter, clock)).toBe(wait);
});

describe("an answer that is none", () => {
  it.each<[string, Behaviour, RegExp]>([
    [
      "a redirect, which is not followed",
      answer(307, "", { location: "https://evil.example/x?s3cret" }),
      /307: redirects to https:\/\/evil\.example\/x\./,
    ],
    ["a web page", answer(200, "<html>s3cret"), /: 200: <html>\*\*REDACTED\*\*\. The way out\.$/],
    ["broken JSON", answer(200, '{"access_token":'), /: 200: /],
    ["no token", answer(200, { token_type: "Bearer" }), /\/token answered without a token\. The way out\.$/],
    ["a token that is no text", answer(200, { access_token: 7 }), /answered without a token/],
    ["a long text", answer(400, "x".repeat(1_000_000)), /: 400: x{300}\. The way out\.$/],
    ["Databricks' own error", answer(401, { errorCode: "E", errorSummary: "why" }), /: 401: E: why\./],
    ["Databricks' API error", answer(401, { error_code: "E", message: "why" }), /: 401: E: why\./],
    ["nothing", answer(401), /: 401\. The way out\.$/],
  ])("%s", async (_, behaviour, message) => {
    const { server, token } = await asking([behaviour]);
    await expect(token).rejects.toThrow(message);
    await expect(token).rejects.not.toThrow("s3cret");
    expect(server.requests).toHaveLength(1);
  });
});

it("a half answer counts as none", async () => {
  const { token } = await asking([breakOff], { retries: "none" });
  await expect(token).rejects.toThrow("no answer: ");
});

it.each(["http://evil.example/token", "http://169.254.169.254.evil.example/", "nonsense"])(
  "secrets are not sent to %s",
  async (url) => {
    const asked: string[] = [];
    const fetch = async (request: Request) => {
      asked.push(request.url);
      return new Response();
    };
    const request = { authType: "x", method: "GET", url, secrets: [], hint: "h" } as const;
    await expect(requestJson(worldOf({ fetch }), request)).rejects.toThrow(/is not https|is not a URL/);
    expect(asked).toEqual([]);
  },
);
