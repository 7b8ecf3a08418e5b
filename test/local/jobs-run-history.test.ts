import { describe, expect, it } from "vitest";
import { checkedWorkspace } from "./checked-workspace.ts";
import { ended, failing, passing, results, runTasks, upon, waiting } from "./run-jobs.ts";

describe("a list of runs", () => {
  it("can be narrowed", async () => {
    const { client } = await checkedWorkspace();
    const { job_id = 0 } = await client.jobs.create({ tasks: [passing("a")] });
    const done = await client.jobs.runNow.wait({ job_id });
    const active = await client.jobs.submit({ tasks: [waiting("a")] });
    const ids = async (filter: object): Promise<unknown[]> =>
      Array.fromAsync(client.jobs.listRuns.all(filter), ({ run_id }) => run_id);
    expect(await ids({})).toEqual([active.run_id, done.run_id]);
    expect(await ids({ limit: 1 })).toEqual([active.run_id, done.run_id]);
    expect(await ids({ active_only: true })).toEqual([active.run_id]);
    expect(await ids({ completed_only: true })).toEqual([done.run_id]);
    expect(await ids({ job_id })).toEqual([done.run_id]);
    expect(await ids({ run_type: "SUBMIT_RUN" })).toEqual([active.run_id]);
    expect(await ids({ start_time_to: Number(done.start_time) - 1 })).toEqual([]);
    expect(await ids({ start_time_from: done.start_time })).toEqual([active.run_id, done.run_id]);
  });

  it("refuses what makes no sense", async () => {
    const { client } = await checkedWorkspace();
    await expect(client.jobs.listRuns({ limit: 26 })).rejects.toThrow(/between 1 and 25/);
    await expect(client.jobs.listRuns({ active_only: true, completed_only: true })).rejects.toThrow(/cannot both/);
  });
});

describe("a run that is not there", () => {
  it("is told in Databricks' words", async () => {
    const { client } = await checkedWorkspace();
    for (const call of [
      () => client.jobs.getRunOutput({ run_id: 9 }),
      () => client.jobs.cancelRun({ run_id: 9 }),
      () => client.jobs.deleteRun({ run_id: 9 }),
      () => client.jobs.repairRun({ run_id: 9 }),
    ]) {
      await expect(call()).rejects.toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE", status: 400 });
      await expect(call()).rejects.toThrow(/Run 9 does not exist/);
    }
    await expect(client.jobs.getRun({ run_id: 9 })).rejects.toMatchObject({ name: "ResourceDoesNotExistError" });
  });

  it("was deleted, which an active one cannot be", async () => {
    const { client } = await checkedWorkspace();
    const { run_id, tasks = [] } = await runTasks(client, [passing("a")]);
    await client.jobs.deleteRun({ run_id: Number(run_id) });
    for (const id of [run_id, tasks[0]?.run_id])
      await expect(client.jobs.getRun({ run_id: Number(id) })).rejects.toThrow(/does not exist/);
    const active = await client.jobs.submit({ tasks: [waiting("a")] });
    await expect(client.jobs.deleteRun({ run_id: Number(active.run_id) })).rejects.toThrow(/is active/);
  });
});

describe("a repair", () => {
  it("runs what failed and what was skipped again, with the settings of now", async () => {
    const { client } = await checkedWorkspace();
    const tasks = [passing("a"), failing("b"), passing("c", upon("a", "b"))];
    const { job_id = 0 } = await client.jobs.create({ tasks });
    const { run_id } = await client.jobs.runNow({ job_id });
    const failed = await ended(client, run_id);
    await client.jobs.update({ job_id, new_settings: { tasks: [passing("b")] } });
    const { repair_id } = await client.jobs.repairRun({ run_id: Number(run_id), rerun_all_failed_tasks: true });
    const run = await ended(client, run_id, { include_history: true });
    expect(run.state?.result_state).toBe("SUCCESS");
    expect(run.tasks?.map((task) => [task.task_key, task.attempt_number, task.state?.result_state])).toEqual([
      ["a", 0, "SUCCESS"],
      ["b", 0, "FAILED"],
      ["c", 0, "UPSTREAM_FAILED"],
      ["b", 1, "SUCCESS"],
      ["c", 1, "SUCCESS"],
    ]);
    expect(run.repair_history).toMatchObject([
      { type: "ORIGINAL", state: { result_state: "FAILED" }, task_run_ids: failed.tasks?.map((task) => task.run_id) },
      { type: "REPAIR", id: repair_id, state: { result_state: "SUCCESS" } },
    ]);
  });

  it("runs the tasks that are named, and those after them when asked to", async () => {
    const { client } = await checkedWorkspace();
    const { run_id } = await runTasks(client, [passing("a"), passing("b", upon("a")), passing("c", upon("b"))]);
    const id = Number(run_id);
    const { repair_id = 0 } = await client.jobs.repairRun({ run_id: id, rerun_tasks: ["b"] });
    expect(results(await ended(client, id)).slice(3)).toEqual(["b SUCCESS"]);
    await client.jobs.repairRun.wait({
      run_id: id,
      rerun_tasks: ["b"],
      rerun_dependent_tasks: true,
      latest_repair_id: repair_id,
    });
    expect(results(await ended(client, id)).slice(4)).toEqual(["b SUCCESS", "c SUCCESS"]);
  });

  it("is refused without the id of the one before, for an active run, and without anything to do", async () => {
    const { client } = await checkedWorkspace();
    const failed = await runTasks(client, [failing("a")]);
    const run_id = Number(failed.run_id);
    await client.jobs.repairRun({ run_id, rerun_all_failed_tasks: true });
    await ended(client, run_id);
    await expect(client.jobs.repairRun({ run_id, rerun_all_failed_tasks: true })).rejects.toThrow(
      "The latest repair ID needs to be provided in order to create a new repair",
    );
    const active = await client.jobs.submit({ tasks: [waiting("a")] });
    await expect(
      client.jobs.repairRun({ run_id: Number(active.run_id), rerun_all_failed_tasks: true }),
    ).rejects.toMatchObject({ errorCode: "INVALID_STATE" });
    const fine = await runTasks(client, [passing("a")]);
    const repair = { run_id: Number(fine.run_id) };
    await expect(client.jobs.repairRun(repair)).rejects.toThrow(/Exactly one of/);
    await expect(client.jobs.repairRun({ ...repair, rerun_all_failed_tasks: true })).rejects.toThrow(/no failed tasks/);
    await expect(client.jobs.repairRun({ ...repair, rerun_tasks: ["z"] })).rejects.toThrow(/'z' is not in run/);
  });
});
