import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/http/operation.ts";
import { callerFor } from "./caller-for.ts";
import { FakeClock } from "./fake-clock.ts";
import {
  answer,
  type Behaviour,
  breakOff,
  FaultServer,
  faultServer,
  hangUp,
  reset,
  resetInBody,
} from "./fault-server.ts";
import { executeStatement, getJob, runNow, updateTable, upload } from "./operations.ts";

const done = answer(200, { done: true });
const throttled = answer(429, { error_code: "REQUEST_LIMIT_EXCEEDED", message: "slow down" });
const retryInfo = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retry_delay: "4.5s" };
const clusterStarting = answer(400, { message: "ClusterNotReadyException: starting" });

describe("an attempt is repeated", () => {
  it.each<[string, Behaviour, Operation, object, number]>([
    ["case 1: 429 with Retry-After", answer(429, "", { "retry-after": "3" }), getJob, {}, 3_000],
    ["case 2: 429 without the header", throttled, getJob, {}, 1_050],
    ["case 3: 503 with Retry-After", answer(503, "", { "retry-after": "2" }), getJob, {}, 2_000],
    ["case 3: 503 without the header", answer(503), getJob, {}, 1_050],
    ["case 4: Retry-After with decimals", answer(429, "", { "retry-after": "1.58" }), getJob, {}, 1_580],
    ["Retry-After as a date", answer(429, "", { "retry-after": "Mon, 01 Jun 2026 00:00:09 GMT" }), getJob, {}, 9_000],
    [
      "case 55: Retry-After in the past",
      answer(429, "", { "retry-after": "Mon, 01 Jun 2020 00:00:00 GMT" }),
      getJob,
      {},
      1_050,
    ],
    ["case 55: Retry-After that is garbage", answer(429, "", { "retry-after": "soon" }), getJob, {}, 1_050],
    ["a wish in the details", answer(503, { message: "busy", details: [retryInfo] }), getJob, {}, 4_500],
    ["case 6: a message of a cluster starting", clusterStarting, getJob, {}, 1_050],
    ["case 8: a connection closed before the answer", hangUp, getJob, {}, 1_050],
    ["case 8: a connection reset before the answer", reset, getJob, {}, 1_050],
    ["a connection closed in the answer", breakOff, getJob, {}, 1_050],
    ["a connection reset in the answer", resetInBody(200), getJob, {}, 1_050],
    ["429 whose body does not come, to a POST", resetInBody(429), executeStatement, { statement: "x" }, 1_050],
    ["502 to a GET", answer(502), getJob, {}, 1_050],
    ["502 to a PUT", answer(502), upload, { file_path: "/x", contents: "x" }, 1_050],
    ["502 to a POST with an idempotency token", answer(502), runNow, { job_id: 1 }, 1_050],
    ["429 to a POST", throttled, executeStatement, { statement: "x" }, 1_050],
    ["503 to a POST", answer(503), executeStatement, { statement: "x" }, 1_050],
    ["a cluster starting, to a POST", clusterStarting, executeStatement, { statement: "x" }, 1_050],
  ])("%s", async (_, fault, operation, args, wait) => {
    const clock = new FakeClock();
    const server = await faultServer(fault, done);
    await callerFor(server.host, {}, { clock }).call(operation, args);
    expect(server.requests).toHaveLength(2);
    expect(clock.waits).toEqual([wait]);
  });
});

describe("an attempt is not repeated", () => {
  it.each<[string, Behaviour, Operation, object]>([
    ["case 7: an ordinary 400", answer(400, { message: "no such column" }), getJob, {}],
    ["500", answer(500), getJob, {}],
    ["502 to a POST", answer(502), executeStatement, { statement: "x" }],
    ["504 to a POST", answer(504), executeStatement, { statement: "x" }],
    ["a POST without an answer", hangUp, executeStatement, { statement: "x" }],
    ["a POST with half an answer", breakOff, executeStatement, { statement: "x" }],
    ["a POST whose connection is reset", reset, executeStatement, { statement: "x" }],
    ["a POST whose answer is reset", resetInBody(200), executeStatement, { statement: "x" }],
    ["a POST whose refusal is reset", resetInBody(502), executeStatement, { statement: "x" }],
    ["a PATCH without an answer", hangUp, updateTable, { full_name: "a.b.c" }],
    [
      "a POST that timed out inside",
      answer(400, { message: "Timed out after 50 s" }),
      executeStatement,
      { statement: "x" },
    ],
  ])("%s", async (_, fault, operation, args) => {
    const server = await faultServer(fault, done);
    await expect(callerFor(server.host).call(operation, args)).rejects.toThrow();
    expect(server.requests).toHaveLength(1);
  });

  it("case 10: an unknown failure, which stays visible as the cause", async () => {
    const failure = new Error("strange");
    let attempts = 0;
    const fetch = () => {
      attempts++;
      return Promise.reject(failure);
    };
    const call = callerFor("http://127.0.0.1:1", {}, { fetch }).call(getJob, {});
    await expect(call).rejects.toMatchObject({ name: "TransportError", cause: failure, retryable: false });
    expect(attempts).toBe(1);
  });
});

describe("the budget", () => {
  it.each([
    ["is what is configured", 3, {}, 2],
    ["is what the caller says rather than what is configured", 3, { retryBudgetMs: 0 }, 1],
  ])("%s", async (_, retryTimeoutSeconds, options, requests) => {
    const server = await faultServer(throttled);
    await expect(callerFor(server.host, { retryTimeoutSeconds }, options).call(getJob, {})).rejects.toThrow("429");
    expect(server.requests).toHaveLength(requests);
  });

  it("case 5: endless 429 beyond it surface the answer after one request", async () => {
    const server = await faultServer(throttled);
    const call = callerFor(server.host, {}, { retryBudgetMs: 1_000 }).call(getJob, {});
    await expect(call).rejects.toMatchObject({ name: "RequestLimitExceededError", status: 429 });
    expect(server.requests).toHaveLength(1);
  });

  it("ends 300 seconds of waits that grow up to ten seconds", async () => {
    const clock = new FakeClock();
    const server = await faultServer(answer(503));
    await expect(callerFor(server.host, {}, { clock }).call(getJob, {})).rejects.toMatchObject({ status: 503 });
    expect(clock.waits.slice(0, 3)).toEqual([1_050, 2_050, 3_050]);
    expect(Math.max(...clock.waits)).toBe(10_050);
    expect(clock.waits.reduce((sum, wait) => sum + wait)).toBeLessThanOrEqual(300_000);
    expect(server.requests.length).toBe(clock.waits.length + 1);
  });

  it("case 18: is without end when it is negative", async () => {
    const clock = new FakeClock();
    const server = await faultServer(...Array(40).fill(answer(503)), done);
    await callerFor(server.host, {}, { clock, retryBudgetMs: -1 }).call(getJob, {});
    expect(clock.waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(300_000);
  });

  it("is not spent on a Retry-After that lies beyond it", async () => {
    const clock = new FakeClock();
    const server = await faultServer(answer(429, "", { "retry-after": "3600" }));
    await expect(callerFor(server.host, {}, { clock }).call(getJob, {})).rejects.toMatchObject({ retryAfter: "3600" });
    expect(clock.waits).toEqual([]);
  });
});

describe("every attempt sends the same", () => {
  it("case 9: a PATCH whose connection was refused first", async () => {
    const closed = await faultServer();
    const { port } = closed;
    await closed.stop();
    const server = new FaultServer(done);
    const clock = new FakeClock(async () => void (await server.start(port)));
    const caller = callerFor(`http://127.0.0.1:${port}`, {}, { clock });
    await caller.call(updateTable, { full_name: "a.b.c", owner: "me" });
    expect(server.requests.map(({ method, body }) => [method, body.toString()])).toEqual([["PATCH", '{"owner":"me"}']]);
  });

  it.each([
    ["bytes", new Uint8Array([0, 255, 128])],
    ["a blob", new Blob([new Uint8Array([0, 255, 128])])],
  ])("case 11: %s after a 429", async (_, contents) => {
    const server = await faultServer(throttled, done);
    await callerFor(server.host).call(upload, { file_path: "/x", contents });
    expect(server.requests.map(({ body }) => [...body])).toEqual([
      [0, 255, 128],
      [0, 255, 128],
    ]);
  });

  it("case 14: a GET keeps having no body", async () => {
    const server = await faultServer(throttled, done);
    await callerFor(server.host).call(getJob, { job_id: 1 });
    expect(server.requests.map(({ headers, body }) => [headers["content-length"], body.length])).toEqual([
      [undefined, 0],
      [undefined, 0],
    ]);
  });

  it("one idempotency token, made when the caller gives none", async () => {
    const server = await faultServer(hangUp, done);
    await callerFor(server.host).call(runNow, { job_id: "9223372036854775807" });
    const [first, second] = server.requests.map(({ body }) => body.toString());
    expect(first).toMatch(/^\{"job_id":9223372036854775807,"idempotency_token":"[0-9a-f-]{36}"\}$/);
    expect(second).toBe(first);
  });

  it("the caller's own idempotency token", async () => {
    const server = await faultServer(done);
    await callerFor(server.host).call(runNow, { job_id: 1, idempotency_token: "mine" });
    expect(server.requests[0]?.body.toString()).toBe('{"job_id":1,"idempotency_token":"mine"}');
  });
});
