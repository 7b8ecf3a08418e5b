import { describe, expect, it } from "vitest";
import { HostLimits } from "../../src/http/host-limits.ts";
import { callerFor } from "./caller-for.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, type Behaviour, drip, endless, faultServer, silence, stall } from "./fault-server.ts";
import { executeStatement, getJob } from "./operations.ts";

it("a request ends when the server is silent for longer than is configured", async () => {
  const server = await faultServer(silence);
  const call = callerFor(server.host, { httpTimeoutSeconds: 0.02 }).call(executeStatement, {});
  await expect(call).rejects.toThrow("nothing moved for 0.02 s");
});

it("case 15: a request ends when the server is silent for too long", async () => {
  const server = await faultServer(silence);
  const call = callerFor(server.host, {}, { inactivityMs: 10 }).call(executeStatement, {});
  await expect(call).rejects.toThrow(
    /POST \/api\/2\.0\/sql\/statements: no answer from .*: nothing moved for 0\.01 s \(INACTIVE\)/,
  );
  await expect(call).rejects.toMatchObject({ name: "TransportError", unprocessed: false, retryable: true });
});

it("case 19: a request ends when its caller aborts, with the caller's reason", async () => {
  const controller = new AbortController();
  const reason = new Error("the agent left");
  const server = await faultServer(() => controller.abort(reason));
  await expect(callerFor(server.host).call(getJob, {}, { signal: controller.signal })).rejects.toBe(reason);
});

it("case 19: a request ends when its caller aborts during a wait", async () => {
  const controller = new AbortController();
  const clock = new FakeClock(() => controller.abort(new Error("enough")));
  const server = await faultServer(answer(503));
  const call = callerFor(server.host, {}, { clock }).call(getJob, {}, { signal: controller.signal });
  await expect(call).rejects.toThrow("enough");
  expect(server.requests).toHaveLength(1);
});

it("a request ends before it starts, when its caller has aborted", async () => {
  const server = await faultServer(answer(200, {}));
  const call = callerFor(server.host).call(getJob, {}, { signal: AbortSignal.abort(new Error("too late")) });
  await expect(call).rejects.toThrow("too late");
  expect(server.requests).toEqual([]);
});

it("no connection tells where to, why, and that nothing was sent", async () => {
  const server = await faultServer();
  const { host } = server;
  await server.stop();
  const call = callerFor(host, {}, { retryBudgetMs: 0 }).call(executeStatement, {});
  await expect(call).rejects.toMatchObject({ code: "ECONNREFUSED", unprocessed: true, retryable: true });
  await expect(call).rejects.toThrow(`POST /api/2.0/sql/statements: no answer from ${host}: `);
});

it("case 16: an answer that drips is read to its end", async () => {
  const server = await faultServer(drip('{"job_id":9007199254740993}'));
  expect(await callerFor(server.host).call(getJob, {})).toEqual({ job_id: "9007199254740993" });
});

it("an answer that stops in the middle ends when it was silent for too long", async () => {
  const server = await faultServer(stall);
  const call = callerFor(server.host, {}, { inactivityMs: 10, retryBudgetMs: 0 }).call(getJob, {});
  await expect(call).rejects.toMatchObject({ code: "INACTIVE", retryable: true });
});

describe("a deadline ends", () => {
  it.each<[string, Behaviour]>([
    ["a wait for an answer", silence],
    ["an answer that stops", stall],
    ["an answer that never stops", endless],
  ])("%s", async (_, behaviour) => {
    const server = await faultServer(behaviour);
    const call = callerFor(server.host).call(executeStatement, {}, { deadlineMs: 30 });
    await expect(call).rejects.toMatchObject({ name: "TransportError", code: "DEADLINE", unprocessed: false });
    await expect(call).rejects.toThrow(
      `POST /api/2.0/sql/statements: no answer from ${server.host}: its deadline of 0.03 s passed (DEADLINE). If the request changes something`,
    );
    expect(server.requests).toHaveLength(1);
  });

  it("a wait for a place among others", async () => {
    const server = await faultServer(silence);
    const caller = callerFor(server.host, {}, { limits: new HostLimits({ concurrency: 1 }) });
    const controller = new AbortController();
    const first = caller.call(getJob, {}, { signal: controller.signal });
    await expect(caller.call(getJob, {}, { deadlineMs: 30 })).rejects.toMatchObject({ code: "DEADLINE" });
    expect(server.requests.length).toBeLessThanOrEqual(1);
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
  });

  it("retries, before a wait that would go beyond it, with the last answer", async () => {
    const clock = new FakeClock();
    const server = await faultServer(answer(503));
    const call = callerFor(server.host, {}, { clock }).call(getJob, {}, { deadlineMs: 5_000 });
    await expect(call).rejects.toMatchObject({ status: 503 });
    expect(clock.waits).toEqual([1_050, 2_050]);
  });

  it("nothing that came in time", async () => {
    const server = await faultServer(answer(200, { done: true }));
    expect(await callerFor(server.host).call(getJob, {}, { deadlineMs: Number.POSITIVE_INFINITY })).toEqual({
      done: true,
    });
  });
});
