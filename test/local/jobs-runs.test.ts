import { describe, expect, it } from "vitest";
import { checkedWorkspace } from "./checked-workspace.ts";
import { ended, failing, passing, results, runTasks, type Task, upon } from "./run-jobs.ts";

describe("a run", () => {
  it("succeeds when its tasks do", async () => {
    const { client } = await checkedWorkspace();
    const { job_id } = await client.jobs.create({ name: "two", tasks: [passing("a"), passing("b", upon("a"))] });
    const run = await client.jobs.runNow.wait({ job_id: Number(job_id) });
    expect(run).toMatchObject({
      job_id,
      run_name: "two",
      run_type: "JOB_RUN",
      trigger: "ONE_TIME",
      creator_user_name: "me@local",
      state: { life_cycle_state: "TERMINATED", result_state: "SUCCESS", state_message: "" },
      status: { state: "TERMINATED", termination_details: { code: "SUCCESS", type: "SUCCESS", message: "" } },
    });
    expect(results(run)).toEqual(["a SUCCESS", "b SUCCESS"]);
  });

  it("fails with the first cause, and tells what it skipped", async () => {
    const { client } = await checkedWorkspace();
    const run = await runTasks(client, [failing("a"), passing("b", upon("a"))]);
    const message =
      "Task a failed with message: Condition operand 'one' is not a number. This caused all downstream tasks to get skipped.";
    expect(run).toMatchObject({
      state: { life_cycle_state: "INTERNAL_ERROR", result_state: "FAILED", state_message: message },
      status: { state: "TERMINATED", termination_details: { code: "RUN_EXECUTION_ERROR", message } },
    });
    expect(results(run)).toEqual(["a FAILED", "b UPSTREAM_FAILED"]);
  });

  const upstream: readonly [NonNullable<Task["run_if"]>, string[]][] = [
    // After: both succeeded; one failed; both failed; one was excluded; both were excluded.
    ["ALL_SUCCESS", ["SUCCESS", "UPSTREAM_FAILED", "UPSTREAM_FAILED", "EXCLUDED", "EXCLUDED"]],
    ["ALL_DONE", ["SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS"]],
    ["AT_LEAST_ONE_SUCCESS", ["SUCCESS", "SUCCESS", "UPSTREAM_FAILED", "SUCCESS", "EXCLUDED"]],
    ["NONE_FAILED", ["SUCCESS", "UPSTREAM_FAILED", "UPSTREAM_FAILED", "SUCCESS", "EXCLUDED"]],
    ["AT_LEAST_ONE_FAILED", ["EXCLUDED", "SUCCESS", "SUCCESS", "EXCLUDED", "EXCLUDED"]],
    ["ALL_FAILED", ["EXCLUDED", "EXCLUDED", "SUCCESS", "EXCLUDED", "EXCLUDED"]],
  ];
  it.each(upstream)("runs a task with run_if %s when it should", async (run_if, wanted) => {
    const { client } = await checkedWorkspace();
    const excluded = (key: string): Task => passing(key, { depends_on: [{ task_key: "if", outcome: "false" }] });
    const pairs = [
      [passing("a0"), passing("b0")],
      [passing("a1"), failing("b1")],
      [failing("a2"), failing("b2")],
      [passing("a3"), excluded("b3")],
      [excluded("a4"), excluded("b4")],
    ];
    const last = pairs.map((_, index) => passing(`c${index}`, { run_if, ...upon(`a${index}`, `b${index}`) }));
    const run = await runTasks(client, [passing("if"), ...pairs.flat(), ...last]);
    expect(results(run).filter((each) => each.startsWith("c"))).toEqual(
      wanted.map((each, index) => `c${index} ${each}`),
    );
  });

  it("succeeds with failures when those are made up for", async () => {
    const { client } = await checkedWorkspace();
    const run = await runTasks(client, [failing("a"), passing("b", { ...upon("a"), run_if: "ALL_DONE" })]);
    expect(run).toMatchObject({
      state: { life_cycle_state: "TERMINATED", result_state: "SUCCESS_WITH_FAILURES" },
      status: { termination_details: { code: "SUCCESS_WITH_FAILURES", type: "SUCCESS" } },
    });
  });

  const conditions: readonly [string, string, string, string][] = [
    ["1", "EQUAL_TO", "1.0", "false"],
    ["a", "EQUAL_TO", "a", "true"],
    ["a", "NOT_EQUAL", "b", "true"],
    ["10", "GREATER_THAN", "9", "true"],
    ["9", "GREATER_THAN_OR_EQUAL", "9.0", "true"],
    ["10", "LESS_THAN", "9", "false"],
    ["9", "LESS_THAN_OR_EQUAL", "9", "true"],
  ];
  it("takes one branch of a condition", async () => {
    const { client } = await checkedWorkspace();
    const tasks = conditions.flatMap(([left, op, right], index) => [
      { task_key: `if${index}`, condition_task: { left, op, right } },
      passing(`then${index}`, { depends_on: [{ task_key: `if${index}`, outcome: "true" }] }),
    ]);
    const run = await runTasks(client, tasks);
    expect(
      run.tasks?.flatMap(({ condition_task, task_key }) => (/^if/.test(task_key) ? [condition_task?.outcome] : [])),
    ).toEqual(conditions.map(([, , , outcome]) => outcome));
    expect(results(run).filter((each) => each.startsWith("then"))).toEqual(
      conditions.map(([, , , outcome], index) => `then${index} ${outcome === "true" ? "SUCCESS" : "EXCLUDED"}`),
    );
    expect(run.state?.result_state).toBe("SUCCESS");
  });

  it("does not run tasks that are disabled, nor kinds that need Databricks", async () => {
    const { client } = await checkedWorkspace();
    const run = await runTasks(client, [
      passing("off", { disabled: true }),
      { task_key: "jar", spark_jar_task: { main_class_name: "Main" }, max_retries: -1 },
    ]);
    expect(results(run)).toEqual(["off DISABLED", "jar FAILED"]);
    expect(run.tasks?.[1]?.state).toMatchObject({
      life_cycle_state: "INTERNAL_ERROR",
      state_message: "The local workspace does not run spark_jar tasks.",
    });
  });

  it("gives a job's parameters to what refers to them", async () => {
    const { client } = await checkedWorkspace();
    const left =
      "{{job.parameters.a}} {{job.parameters.b}} {{job.name}} {{task.name}} {{job.parameters.[c d]}} {{no.such}} {{job.constructor}}";
    const { job_id } = await client.jobs.create({
      name: "j",
      parameters: [
        { name: "a", default: "1" },
        { name: "b", default: "of {{job.id}}" },
        { name: "c d", default: "3" },
      ],
      tasks: [{ task_key: "t", condition_task: { left, op: "EQUAL_TO", right: "" } }],
    });
    const { run_id } = await client.jobs.runNow({ job_id: Number(job_id), job_parameters: { a: "one" } });
    const run = await ended(client, run_id, { include_resolved_values: true });
    expect(run.job_parameters).toEqual([
      { name: "a", default: "1", value: "one" },
      { name: "b", default: "of {{job.id}}" },
      { name: "c d", default: "3" },
    ]);
    expect(run.tasks?.[0]?.resolved_values?.condition_task?.left).toBe(
      `one of ${job_id} j t 3 {{no.such}} {{job.constructor}}`,
    );
    expect((await client.jobs.getRun({ run_id: Number(run_id) })).tasks?.[0]).not.toHaveProperty("resolved_values");
  });

  it("runs only some tasks when asked to", async () => {
    const { client } = await checkedWorkspace();
    const tasks = [passing("a"), passing("b", upon("a")), passing("c", upon("b"))];
    const { job_id } = await client.jobs.create({ tasks });
    const run = await client.jobs.runNow.wait({ job_id: Number(job_id), only: ["b", "c"] });
    expect(results(run)).toEqual(["b SUCCESS", "c SUCCESS"]);
    await expect(client.jobs.runNow({ job_id: Number(job_id), only: ["z"] })).rejects.toThrow(/'z' is not in the job/);
  });

  it("shows 100 tasks at a time", async () => {
    const { client } = await checkedWorkspace();
    const tasks = Array.from({ length: 230 }, (_, index) => passing(`t${index}`));
    const { run_id } = await runTasks(client, tasks);
    expect((await client.jobs.getRun({ run_id: Number(run_id) })).tasks).toHaveLength(100);
    expect(results(await client.jobs.getRun.whole({ run_id: Number(run_id) }))).toEqual(
      tasks.map(({ task_key }) => `${task_key} SUCCESS`),
    );
    const [listed] = await Array.fromAsync(client.jobs.listRuns.all({ expand_tasks: true }));
    expect(listed?.tasks).toHaveLength(230);
  });
});

describe("a loop", () => {
  it("runs a task for each input", async () => {
    const { client } = await checkedWorkspace();
    const task = { task_key: "one", condition_task: { left: "{{input.n}}", op: "GREATER_THAN", right: "0" } };
    const inputs = JSON.stringify([{ n: 1 }, { n: 2 }, { n: "x" }]);
    const run = await runTasks(client, [{ task_key: "all", for_each_task: { inputs, concurrency: 2, task } }]);
    expect(results(run)).toEqual(["all FAILED"]);
    const [loop] = run.tasks ?? [];
    expect(loop?.for_each_task?.stats?.task_run_stats).toMatchObject({
      total_iterations: 3,
      completed_iterations: 3,
      succeeded_iterations: 2,
      failed_iterations: 1,
    });
    const { iterations = [], tasks = [] } = await client.jobs.getRun({
      run_id: Number(loop?.run_id),
      include_resolved_values: true,
    });
    expect(tasks.map(({ task_key }) => task_key)).toEqual(["all"]);
    expect(iterations.map((each) => [each.resolved_values?.condition_task?.left, each.state?.result_state])).toEqual([
      ["1", "SUCCESS"],
      ["2", "SUCCESS"],
      ["x", "FAILED"],
    ]);
  });

  it("shows 100 iterations at a time", async () => {
    const { client } = await checkedWorkspace();
    const inputs = JSON.stringify(Array.from({ length: 120 }, (_, index) => index));
    const run = await runTasks(client, [
      { task_key: "all", for_each_task: { inputs, concurrency: 20, task: passing("one") } },
    ]);
    const run_id = Number(run.tasks?.[0]?.run_id);
    expect((await client.jobs.getRun({ run_id })).iterations).toHaveLength(100);
    expect((await client.jobs.getRun.whole({ run_id })).iterations).toHaveLength(120);
  });

  it("fails without inputs", async () => {
    const { client } = await checkedWorkspace();
    const run = await runTasks(client, [
      { task_key: "all", for_each_task: { inputs: "{{no}}", task: passing("one") } },
    ]);
    expect(run.tasks?.[0]?.state?.state_message).toMatch(/not a JSON array: \{\{no\}\}/);
  });
});

describe("another job as a task", () => {
  it("runs, and tells its run", async () => {
    const { client } = await checkedWorkspace();
    const child = await client.jobs.create({ tasks: [passing("a")], parameters: [{ name: "p", default: "1" }] });
    const run_job_task = { job_id: Number(child.job_id), job_parameters: { p: "{{job.run_id}}" } };
    const run = await runTasks(client, [{ task_key: "call", run_job_task }]);
    expect(results(run)).toEqual(["call SUCCESS"]);
    const output = await client.jobs.getRunOutput({ run_id: Number(run.tasks?.[0]?.run_id) });
    const called = await client.jobs.getRun({ run_id: Number(output.run_job_output?.run_id) });
    expect(called).toMatchObject({
      trigger: "RUN_JOB_TASK",
      trigger_info: { run_id: run.run_id },
      job_parameters: [{ name: "p", value: String(run.run_id) }],
    });
  });

  it("cannot be the job itself", async () => {
    const { client } = await checkedWorkspace();
    const { job_id = 0 } = await client.jobs.create({ max_concurrent_runs: 10, tasks: [passing("a")] });
    const call = { task_key: "call", run_job_task: { job_id: Number(job_id) } };
    await client.jobs.reset({ job_id, new_settings: { max_concurrent_runs: 10, tasks: [call] } });
    const { run_id } = await client.jobs.runNow({ job_id });
    expect((await ended(client, run_id)).state?.state_message).toMatch(/cannot run itself/);
  });

  it("fails with it", async () => {
    const { client } = await checkedWorkspace();
    const child = await client.jobs.create({ tasks: [failing("a")] });
    const run = await runTasks(client, [{ task_key: "call", run_job_task: { job_id: Number(child.job_id) } }]);
    expect(run.state?.state_message).toBe(
      "Task call failed with message: Workload failed, see run output for details.",
    );
    const output = await client.jobs.getRunOutput({ run_id: Number(run.tasks?.[0]?.run_id) });
    expect(output.error).toMatch(/Task a failed with message/);
  });
});
