import { describe, expect, it } from "vitest";
import type { DatabricksClient } from "../../src/client/databricks-client.ts";
import { WaitError } from "../../src/errors/wait-error.ts";
import { asked, clientFor } from "./client-for.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, type Behaviour, faultServer, silence } from "./fault-server.ts";

const minute = 60_000;
const poll = "GET /api/2.2/jobs/runs/get?run_id=5";

/** A run in a state. */
const run = (life_cycle_state: string, result_state?: string, state_message = ""): Behaviour =>
  answer(200, { run_id: 5, state: { life_cycle_state, result_state, state_message } });

const started = answer(200, { run_id: 5 });
const command = { clusterId: "c", contextId: "x", commandId: "y" };

/** Waits that reach their goal: what is done, what the server says, what comes out, and what was asked. */
const goals: Record<string, [(client: DatabricksClient) => Promise<unknown>, Behaviour[], unknown, string[]]> = {
  "a run that succeeds": [
    (client) => client.jobs.runNow.wait({ job_id: 1, idempotency_token: "once" }),
    [started, run("PENDING"), run("RUNNING"), run("TERMINATED", "SUCCESS")],
    { run_id: 5, state: { life_cycle_state: "TERMINATED", result_state: "SUCCESS", state_message: "" } },
    ['POST /api/2.2/jobs/run-now {"idempotency_token":"once","job_id":1}', poll, poll, poll],
  ],
  "a run that is cancelled": [
    (client) => client.jobs.cancelRun.wait({ run_id: 5 }),
    [answer(200, {}), run("TERMINATING"), run("TERMINATED", "CANCELED")],
    { run_id: 5, state: { life_cycle_state: "TERMINATED", result_state: "CANCELED", state_message: "" } },
    ['POST /api/2.2/jobs/runs/cancel {"run_id":5}', poll, poll],
  ],
  "a run with more than 100 tasks, whole (case 59)": [
    (client) => client.jobs.runNow.wait({ job_id: 1, idempotency_token: "once" }),
    [
      started,
      answer(200, { state: { life_cycle_state: "TERMINATED" }, tasks: [{ task_key: "a" }], next_page_token: "t1" }),
      answer(200, { tasks: [{ task_key: "b" }] }),
    ],
    { state: { life_cycle_state: "TERMINATED" }, tasks: [{ task_key: "a" }, { task_key: "b" }] },
    [
      'POST /api/2.2/jobs/run-now {"idempotency_token":"once","job_id":1}',
      poll,
      "GET /api/2.2/jobs/runs/get?page_token=t1&run_id=5",
    ],
  ],
  "a command that finished before its cancellation": [
    (client) => client.commandExecution.cancel.wait(command),
    [answer(200, { id: "y" }), answer(200, { id: "y", status: "Finished" })],
    { id: "y", status: "Finished" },
    [
      'POST /api/1.2/commands/cancel {"clusterId":"c","commandId":"y","contextId":"x"}',
      "GET /api/1.2/commands/status?clusterId=c&commandId=y&contextId=x",
    ],
  ],
  "a workspace of the account that was named": [
    (client) => client.workspaces.update.wait({ account_id: "a2", workspace_id: 7, customer_facing_workspace: {} }),
    [answer(200, { workspace_id: 7 }), answer(200, { workspace_id: 7, workspace_status: "RUNNING" })],
    { workspace_id: 7, workspace_status: "RUNNING" },
    ["PATCH /api/2.0/accounts/a2/workspaces/7 {}", "GET /api/2.0/accounts/a2/workspaces/7"],
  ],
  "states that nobody knows yet": [
    (client) => client.clusters.start.wait({ cluster_id: "c" }),
    [answer(200, {}), answer(200, {}), answer(200, { state: "HATCHING" }), answer(200, { state: "RUNNING" })],
    { state: "RUNNING" },
    [
      'POST /api/2.1/clusters/start {"cluster_id":"c"}',
      ...[1, 2, 3].map(() => "GET /api/2.1/clusters/get?cluster_id=c"),
    ],
  ],
};

it.each(Object.entries(goals))("waits for %s", async (_, [wait, behaviours, outcome, requests]) => {
  const server = await faultServer(...behaviours);
  expect(await wait(clientFor(server))).toEqual(outcome);
  expect(asked(server)).toEqual(requests);
});

/** Waits that cannot reach their goal any more, and what the error says. */
const failures: Record<string, [(client: DatabricksClient) => Promise<unknown>, Behaviour[], object, string]> = {
  "a run that TERMINATED with FAILED": [
    (client) => client.jobs.runNow.wait({ job_id: 1 }),
    [started, run("TERMINATED", "FAILED", "Task a failed with Bearer abcdefgh1")],
    { state: "FAILED", reason: "Task a failed with Bearer **REDACTED**" },
    "jobs.runNow: it got to FAILED, not to TERMINATED or SKIPPED: Task a failed with Bearer **REDACTED**. " +
      'jobs.getRun({"run_id":5}) has the details.',
  ],
  "a run that was not started because another one is active": [
    (client) => client.jobs.runNow.wait({ job_id: 1 }),
    [started, run("SKIPPED", "MAXIMUM_CONCURRENT_RUNS_REACHED")],
    { state: "MAXIMUM_CONCURRENT_RUNS_REACHED", reason: undefined },
    "it got to MAXIMUM_CONCURRENT_RUNS_REACHED",
  ],
  "a run in an error of Databricks": [
    (client) => client.jobs.submit.wait({}),
    [started, run("INTERNAL_ERROR", "FAILED", "no capacity")],
    { state: "INTERNAL_ERROR", reason: "no capacity" },
    "jobs.submit: it got to INTERNAL_ERROR, not to TERMINATED or SKIPPED: no capacity",
  ],
  "a cluster that terminated": [
    (client) => client.clusters.resize.wait({ cluster_id: "c", num_workers: 2 }),
    [answer(200, {}), answer(200, { state: "TERMINATED", state_message: "idle" })],
    { state: "TERMINATED", reason: "idle" },
    "clusters.resize: it got to TERMINATED, not to RUNNING: idle",
  ],
  "a warehouse that was deleted while it stopped": [
    (client) => client.warehouses.stop.wait({ id: "w" }),
    [answer(200, {}), answer(200, { state: "DELETED", health: { summary: "gone" } })],
    { state: "DELETED", reason: "gone" },
    "warehouses.stop: it got to DELETED, not to STOPPED: gone",
  ],
};

it.each(Object.entries(failures))("fails for %s", async (_, [wait, behaviours, facts, message]) => {
  const server = await faultServer(...behaviours);
  const error = await wait(clientFor(server)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WaitError);
  expect(error).toMatchObject({ kind: "failed", retryable: false, ...facts });
  expect(String(error)).toContain(message);
});

describe("while it waits", () => {
  it("polls at once, then after 1, 2, … 10 seconds and a little more", async () => {
    const server = await faultServer(started, ...Array.from({ length: 12 }, () => run("RUNNING")), run("TERMINATED"));
    const clock = new FakeClock();
    await clientFor(server, clock).jobs.runNow.wait({ job_id: 1 });
    expect(clock.waits).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10].map((seconds) => seconds * 1_000 + 50));
  });

  it("tells of every poll, the last one included", async () => {
    const server = await faultServer(started, run("QUEUED", undefined, "busy"), answer(200, {}), run("TERMINATED"));
    const seen: unknown[] = [];
    await clientFor(server).jobs.runNow.wait(
      { job_id: 1 },
      { onProgress: ({ state, message, polled }) => seen.push([state, message, polled.run_id]) },
    );
    expect(seen).toEqual([
      ["QUEUED", "busy", 5],
      [undefined, undefined, undefined],
      ["TERMINATED", undefined, 5],
    ]);
  });
});

const wait = (client: DatabricksClient, timeoutMs?: number) =>
  client.jobs.runNow.wait({ job_id: 1 }, timeoutMs === undefined ? {} : { timeoutMs });

describe("the longest wait", () => {
  it.each<[string, number | undefined, number]>([
    ["20 minutes", undefined, 20 * minute - 1_000],
    ["as long as the caller says", 90_000, 89_000],
    ["nothing after the first poll", 0, 0],
  ])("is %s, the last second for the last answer", async (_, timeoutMs, waited) => {
    const server = await faultServer(started, run("RUNNING"));
    const clock = new FakeClock();
    const error = await wait(clientFor(server, clock), timeoutMs).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: "WaitError",
      kind: "timeout",
      state: "RUNNING",
      poll: { operation: "jobs.getRun", arguments: { run_id: 5 } },
      message:
        `jobs.runNow: not at its end after ${waited / 1_000} s, but last seen RUNNING. ` +
        'It may go on: ask jobs.getRun({"run_id":5}) for its state before doing jobs.runNow again.',
    });
    expect(clock.waits.reduce((sum, each) => sum + each, 0)).toBe(waited);
  });

  it("ends amid a poll that gets no answer, and says what goes on", async () => {
    const server = await faultServer(started, silence);
    const error = await wait(clientFor(server), 30).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "WaitError", kind: "timeout", poll: { arguments: { run_id: 5 } } });
    expect(String(error)).toContain("not at its end after 0 s, but its state is not known");
  });

  it("is another one than the deadline of a poll", async () => {
    const server = await faultServer(started, silence);
    const error = await clientFor(server)
      .jobs.runNow.wait({ job_id: 1 }, { deadlineMs: 30, timeoutMs: 60_000 })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "lost", cause: { code: "DEADLINE" } });
  });

  it("is without limit when told so", async () => {
    const server = await faultServer(started, ...Array.from({ length: 150 }, () => run("RUNNING")), run("TERMINATED"));
    await wait(clientFor(server), Number.POSITIVE_INFINITY);
    expect(server.requests).toHaveLength(152);
  });
});

describe("a wait", () => {
  it("ends with the caller's signal, and says what goes on", async () => {
    const gaveUp = new AbortController();
    const reason = new Error("enough");
    const server = await faultServer(started, run("RUNNING"));
    const client = clientFor(server, new FakeClock(() => gaveUp.abort(reason)));
    const error = await client.jobs.runNow.wait({ job_id: 1 }, { signal: gaveUp.signal }).catch((thrown) => thrown);
    expect(error).toMatchObject({ kind: "aborted", state: "RUNNING", cause: reason });
    expect(error.message).toContain('ask jobs.getRun({"run_id":5})');
  });

  it("starts nothing for a signal that aborted before", async () => {
    const server = await faultServer(started);
    const wait = clientFor(server).jobs.runNow.wait({ job_id: 1 }, { signal: AbortSignal.abort(new Error("gone")) });
    await expect(wait).rejects.toThrow(/^gone$/);
    expect(server.requests).toEqual([]);
  });

  it("says what goes on when its state cannot be read", async () => {
    const server = await faultServer(started, answer(403, { error_code: "PERMISSION_DENIED", message: "no" }));
    const error = await wait(clientFor(server)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "lost", poll: { arguments: { run_id: 5 } }, cause: { status: 403 } });
    expect(String(error)).toContain(
      "jobs.runNow: it was accepted, but its state cannot be read: GET /api/2.2/jobs/runs",
    );
  });

  it("needs an answer that says what was started", async () => {
    const server = await faultServer(answer(200, {}));
    await expect(wait(clientFor(server))).rejects.toThrow("its state cannot be read: its response has no run_id");
  });

  it("passes on why nothing was started", async () => {
    const server = await faultServer(answer(400, { error_code: "INVALID_PARAMETER_VALUE", message: "no job 1" }));
    await expect(wait(clientFor(server))).rejects.toThrow("400 INVALID_PARAMETER_VALUE: no job 1");
  });
});

it("does not wait when called", async () => {
  const server = await faultServer(started);
  expect(await clientFor(server).jobs.runNow({ job_id: 1 })).toEqual({ run_id: 5 });
  expect(server.requests).toHaveLength(1);
});
