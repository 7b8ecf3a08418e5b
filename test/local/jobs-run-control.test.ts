import { describe, expect, it } from "vitest";
import { checkedWorkspace } from "./checked-workspace.ts";
import { ended, failing, passing, results, runOnce, runTasks, upon, waiting } from "./run-jobs.ts";

const isWaiting = (run: { tasks?: { state?: { life_cycle_state?: string } }[] }): boolean =>
  run.tasks?.some(({ state }) => state?.life_cycle_state === "WAITING_FOR_RETRY") ?? false;

describe("an attempt", () => {
  it("is followed by as many as a task may have", async () => {
    const { client } = await checkedWorkspace();
    const run = await runTasks(client, [failing("a", { max_retries: 2 }), passing("b", upon("a"))]);
    const attempts = run.tasks?.map(({ task_key, attempt_number, state }) => [
      task_key,
      attempt_number,
      state?.result_state,
    ]);
    expect(attempts).toEqual([
      ["a", 0, "FAILED"],
      ["b", 0, "UPSTREAM_FAILED"],
      ["a", 1, "FAILED"],
      ["a", 2, "FAILED"],
    ]);
    const [first, , second] = run.tasks ?? [];
    expect(await client.jobs.getRun({ run_id: Number(second?.run_id) })).toMatchObject({
      run_id: second?.run_id,
      job_run_id: run.run_id,
      original_attempt_run_id: first?.run_id,
      attempt_number: 1,
      tasks: [{ task_key: "a" }],
    });
  });

  it("waits for its time", async () => {
    const { client } = await checkedWorkspace();
    const { run_id } = await client.jobs.submit({ tasks: [waiting("a")] });
    const run = await runOnce(client, run_id, isWaiting);
    expect(run.status).toEqual({ state: "RUNNING" });
    expect(run.tasks?.map(({ status }) => status?.state)).toEqual(["TERMINATED", "WAITING"]);
  });

  it("ends when its time is up", async () => {
    const { client } = await checkedWorkspace();
    const child = await client.jobs.create({ tasks: [waiting("w")] });
    const run_job_task = { job_id: Number(child.job_id) };
    const run = await runTasks(client, [{ task_key: "a", run_job_task, timeout_seconds: 1 }]);
    expect(run.tasks?.[0]?.state).toMatchObject({
      life_cycle_state: "TERMINATED",
      result_state: "TIMEDOUT",
      user_cancelled_or_timedout: true,
    });
    expect(run.state?.result_state).toBe("FAILED");
    const { runs = [] } = await client.jobs.listRuns({ job_id: Number(child.job_id) });
    expect(runs.map(({ state }) => state?.result_state)).toEqual(["CANCELED"]);
  });

  it("is made again after a timeout only when that is wanted", async () => {
    const { client } = await checkedWorkspace();
    const child = await client.jobs.create({ tasks: [waiting("w")] });
    const slow = { run_job_task: { job_id: Number(child.job_id) }, timeout_seconds: 1, max_retries: 1 };
    const run = await runTasks(client, [{ task_key: "a", ...slow, retry_on_timeout: true }]);
    expect(results(run)).toEqual(["a TIMEDOUT", "a TIMEDOUT"]);
  });

  it("ends with its run when that has no time left", async () => {
    const { client } = await checkedWorkspace();
    const run = await runTasks(client, [waiting("a"), passing("b", upon("a"))], { timeout_seconds: 1 });
    expect(run.state).toMatchObject({ life_cycle_state: "TERMINATED", result_state: "TIMEDOUT" });
    expect(results(run)[0]).toBe("a FAILED");
  });
});

describe("runs of a job at a time", () => {
  it("are limited: one more is skipped", async () => {
    const { client } = await checkedWorkspace();
    const { job_id } = await client.jobs.create({ tasks: [waiting("a")] });
    await client.jobs.runNow({ job_id: Number(job_id) });
    const { run_id } = await client.jobs.runNow({ job_id: Number(job_id) });
    expect(await client.jobs.getRun({ run_id: Number(run_id) })).toMatchObject({
      state: { life_cycle_state: "SKIPPED", result_state: "MAXIMUM_CONCURRENT_RUNS_REACHED" },
      status: { state: "TERMINATED", termination_details: { code: "MAX_CONCURRENT_RUNS_EXCEEDED" } },
    });
  });

  it("wait for each other in a queue", async () => {
    const { client } = await checkedWorkspace();
    const { job_id = 0 } = await client.jobs.create({ queue: { enabled: true }, tasks: [waiting("a")] });
    const [first, second, third] = [
      await client.jobs.runNow({ job_id }),
      await client.jobs.runNow({ job_id }),
      await client.jobs.runNow({ job_id }),
    ];
    expect(await client.jobs.getRun({ run_id: Number(second?.run_id) })).toMatchObject({
      state: { life_cycle_state: "QUEUED" },
      status: { state: "QUEUED", queue_details: { code: "MAX_CONCURRENT_RUNS_REACHED" } },
    });
    await client.jobs.cancelAllRuns({ all_queued_runs: true, job_id });
    expect((await ended(client, third?.run_id)).state?.result_state).toBe("CANCELED");
    const fourth = await client.jobs.runNow({ job_id });
    await client.jobs.cancelRun({ run_id: Number(first?.run_id) });
    await runOnce(client, fourth.run_id, isWaiting);
  });

  it("are as many as a job allows", async () => {
    const { client } = await checkedWorkspace();
    const { job_id = 0 } = await client.jobs.create({ max_concurrent_runs: 2, tasks: [waiting("a")] });
    for (let count = 0; count < 3; count++) await client.jobs.runNow({ job_id });
    const { runs = [] } = await client.jobs.listRuns({ job_id });
    expect(runs.map(({ state }) => state?.life_cycle_state).sort()).toEqual(["RUNNING", "RUNNING", "SKIPPED"]);
  });
});

describe("cancelling", () => {
  it("ends a run and its tasks", async () => {
    const { client } = await checkedWorkspace();
    const { run_id } = await client.jobs.submit({ tasks: [waiting("a"), passing("b", upon("a"))] });
    await runOnce(client, run_id, isWaiting);
    const run = await client.jobs.cancelRun.wait({ run_id: Number(run_id) });
    expect(run).toMatchObject({
      state: { life_cycle_state: "TERMINATED", result_state: "CANCELED", user_cancelled_or_timedout: true },
      status: { termination_details: { code: "USER_CANCELED" } },
    });
    expect(results(run)).toEqual(["a FAILED", "b UPSTREAM_CANCELED", "a CANCELED"]);
    await client.jobs.cancelRun({ run_id: Number(run_id) });
  });

  it("ends all runs of a job", async () => {
    const { client } = await checkedWorkspace();
    const { job_id = 0 } = await client.jobs.create({ max_concurrent_runs: 3, tasks: [waiting("a")] });
    const runs = [await client.jobs.runNow({ job_id }), await client.jobs.runNow({ job_id })];
    const other = await client.jobs.submit({ tasks: [waiting("a")] });
    await client.jobs.cancelAllRuns({ job_id });
    for (const { run_id } of runs) expect((await ended(client, run_id)).state?.result_state).toBe("CANCELED");
    expect((await client.jobs.getRun({ run_id: Number(other.run_id) })).state?.life_cycle_state).toBe("RUNNING");
  });

  it("ends one task when asked for that", async () => {
    const { client } = await checkedWorkspace();
    const { run_id } = await client.jobs.submit({ tasks: [waiting("a"), passing("b")] });
    const { tasks = [] } = await runOnce(client, run_id, isWaiting);
    await client.jobs.cancelRun({ run_id: Number(tasks.at(-1)?.run_id) });
    expect(results(await ended(client, run_id))).toEqual(["a FAILED", "b SUCCESS", "a CANCELED"]);
  });
});

describe("an idempotency token", () => {
  it("starts a run once", async () => {
    const { client } = await checkedWorkspace();
    const { job_id = 0 } = await client.jobs.create({ tasks: [passing("a")] });
    const now = { job_id, idempotency_token: "now" };
    expect(await client.jobs.runNow(now)).toEqual(await client.jobs.runNow(now));
    const submit = { tasks: [passing("a")], idempotency_token: "submit" };
    expect(await client.jobs.submit(submit)).toEqual(await client.jobs.submit(submit));
    expect((await client.jobs.listRuns()).runs).toHaveLength(2);
  });

  it("does not start another when its run was deleted", async () => {
    const { client } = await checkedWorkspace();
    const submit = { tasks: [passing("a")], idempotency_token: "once" };
    const { run_id } = await client.jobs.submit.wait(submit);
    await client.jobs.deleteRun({ run_id: Number(run_id) });
    await expect(client.jobs.submit(submit)).rejects.toThrow(`Run ${run_id} does not exist`);
  });
});
