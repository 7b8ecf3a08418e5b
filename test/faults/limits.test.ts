import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { HostLimits } from "../../src/http/host-limits.ts";
import { callerFor } from "./caller-for.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, faultServer } from "./fault-server.ts";
import { executeStatement, getJob } from "./operations.ts";

const done = answer(200, {});
const refused = answer(429, { error_code: "REQUEST_LIMIT_EXCEEDED", message: "slow down" });

it("no more requests are under way at once than the limit of the host says", async () => {
  const held: ServerResponse[] = [];
  const most: number[] = [];
  const server = await faultServer((response) => {
    held.push(response);
    most.push(held.length);
    // The last of those that may come at once lets all of them go.
    if (held.length === 3)
      for (const each of held.splice(0)) done(each, { method: "", url: "", headers: {}, body: Buffer.of() });
  });
  const caller = callerFor(server.host, {}, { limits: new HostLimits({ concurrency: 3 }) });
  await Promise.all(Array.from({ length: 12 }, () => caller.call(getJob, {})));
  expect(Math.max(...most)).toBe(3);
  expect(server.requests).toHaveLength(12);
});

it("requests start at the rate that was set", async () => {
  const clock = new FakeClock();
  const server = await faultServer(done);
  const caller = callerFor(server.host, {}, { clock, limits: new HostLimits({ perSecond: 4 }) });
  for (let count = 0; count < 8; count++) await caller.call(getJob, {});
  expect(clock.waits).toEqual([250, 250, 250, 250]);
});

it("requests of all callers start at the rate that is configured", async () => {
  const clock = new FakeClock();
  const server = await faultServer(done);
  const callers = [1, 2].map(() => callerFor(server.host, { rateLimit: 4 }, { clock }));
  for (let count = 0; count < 4; count++) for (const caller of callers) await caller.call(getJob, {});
  expect(clock.waits).toEqual([250, 250, 250, 250]);
});

it("a refusal slows down every caller of the host, which then recovers", async () => {
  const clock = new FakeClock();
  const server = await faultServer(done, done, done, refused, done);
  const [first, second] = [callerFor(server.host, {}, { clock }), callerFor(server.host, {}, { clock })];
  for (let count = 0; count < 3; count++) await first.call(getJob, {});
  await expect(callerFor(server.host, {}, { clock, retryBudgetMs: 0 }).call(getJob, {})).rejects.toThrow("slow down");
  expect(clock.waits).toEqual([]);
  // Four in the last second, so two per second from now on.
  await second.call(getJob, {});
  expect(clock.waits).toEqual([500]);
  await clock.sleep(60_000);
  clock.waits.length = 0;
  for (let count = 0; count < 20; count++) await first.call(getJob, {});
  expect(clock.waits).toEqual([]);
});

it("a turn that would come after the deadline is refused at once, unsent", async () => {
  const clock = new FakeClock();
  const server = await faultServer(done);
  const caller = callerFor(server.host, {}, { clock, limits: new HostLimits({ perSecond: 0.1 }) });
  await caller.call(getJob, {});
  const call = caller.call(executeStatement, {}, { deadlineMs: 5_000 });
  await expect(call).rejects.toMatchObject({ code: "BUSY", unprocessed: true, retryable: true });
  expect(server.requests).toHaveLength(1);
  expect(clock.waits.filter((wait) => wait > 5_000)).toEqual([]);
  // The refused one does not count.
  await caller.call(getJob, {});
  expect(clock.waits.reduce((sum, wait) => sum + wait)).toBe(10_000);
});
