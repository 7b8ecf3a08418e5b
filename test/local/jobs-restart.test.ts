import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import { startLocalWorkspace } from "../../src/local/index.ts";
import { checkedWorkspace } from "./checked-workspace.ts";
import { passing, runOnce, upon, waiting } from "./run-jobs.ts";

async function dataDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "local-jobs-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const lost = {
  life_cycle_state: "INTERNAL_ERROR",
  result_state: "FAILED",
  state_message: "The local workspace stopped while the run was active.",
};

/** Creates jobs in a process of its own, which is killed after so many. */
async function createUntilKilled(data: string, count: number): Promise<{ jobs: number[]; run: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "create-jobs.ts"), data], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const ids = { job: [] as number[], run: [] as number[] };
  for await (const line of createInterface({ input: child.stdout })) {
    const [kind, id] = line.split(" ");
    ids[kind === "run" ? "run" : "job"].push(Number(id));
    if (ids.job.length === count) child.kill("SIGKILL");
  }
  expect(await exited).toEqual([null, "SIGKILL"]);
  return { jobs: ids.job, run: ids.run[0] ?? 0 };
}

describe("jobs with a data directory", () => {
  it("outlive the process that is killed while it creates them, all that it acknowledged", async () => {
    const data = await dataDirectory();
    const { jobs, run } = await createUntilKilled(data, 40);
    const { client } = await checkedWorkspace({ data });
    const kept = await Array.fromAsync(client.jobs.list.all({ limit: 100 }), ({ job_id }) => job_id);
    expect(kept).toEqual(expect.arrayContaining(jobs));
    expect(kept.length - jobs.length).toBeLessThanOrEqual(1);
    const { state, end_time } = await client.jobs.getRun({ run_id: run });
    expect(state).toMatchObject(lost);
    expect(end_time).toBeGreaterThan(0);
  });

  it("keep their runs, those that were active as lost", async () => {
    const data = await dataDirectory();
    const first = await startLocalWorkspace({ data });
    const before = new DatabricksClient({ host: first.host, token: first.token });
    const { job_id = 0 } = await before.jobs.create({
      queue: { enabled: true },
      tasks: [waiting("a"), passing("b", upon("a"))],
    });
    const active = await before.jobs.runNow({ job_id, idempotency_token: "active" });
    const queued = await before.jobs.runNow({ job_id });
    const done = await before.jobs.submit.wait({ tasks: [passing("a")] });
    await runOnce(before, active.run_id, ({ tasks }) => tasks?.at(-1)?.state?.life_cycle_state === "WAITING_FOR_RETRY");
    await first.close();

    const { client } = await checkedWorkspace({ data });
    const run = await client.jobs.getRun({ run_id: Number(active.run_id), include_history: true });
    expect(run.state).toMatchObject(lost);
    expect(run.repair_history).toMatchObject([{ state: lost }]);
    expect(run.tasks?.map(({ status }) => status?.state)).toEqual(["TERMINATED", "TERMINATED", "TERMINATED"]);
    expect((await client.jobs.getRun({ run_id: Number(queued.run_id) })).state).toMatchObject(lost);
    expect((await client.jobs.getRun({ run_id: Number(done.run_id) })).state?.result_state).toBe("SUCCESS");
    expect(await client.jobs.runNow({ job_id, idempotency_token: "active" })).toEqual(active);
  });
});
