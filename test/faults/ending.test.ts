import { expect, it } from "vitest";
import { callerFor } from "./caller-for.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, faultServer, silence } from "./fault-server.ts";
import { executeStatement, getJob } from "./operations.ts";

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
