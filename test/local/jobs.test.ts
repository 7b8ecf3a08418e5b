import { describe, expect, it } from "vitest";
import { checkedWorkspace } from "./checked-workspace.ts";
import { passing, type Task, upon } from "./run-jobs.ts";

const manyTasks = (count: number): Task[] => Array.from({ length: count }, (_, index) => passing(`t${index}`));

describe("a job", () => {
  it("is created with its permissions, and the creator as the owner", async () => {
    const { client } = await checkedWorkspace();
    const access_control_list = [{ group_name: "users", permission_level: "CAN_VIEW" }];
    const { job_id = 0 } = await client.jobs.create({ name: "mine", tasks: [passing("a")], access_control_list });
    const { access_control_list: list = [] } = await client.jobs.getPermissions({ job_id: String(job_id) });
    expect(
      list.map((each) => [each.user_name ?? each.group_name, each.all_permissions?.[0]?.permission_level]),
    ).toEqual([
      ["me@local", "IS_OWNER"],
      ["users", "CAN_VIEW"],
      ["admins", "CAN_MANAGE"],
    ]);
  });

  it("is not created with a permission that there is not", async () => {
    const { client } = await checkedWorkspace();
    const access_control_list = [{ group_name: "users", permission_level: "CAN_USE" }];
    const creating = client.jobs.create({ name: "mine", tasks: [passing("a")], access_control_list });
    await expect(creating).rejects.toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE" });
    expect((await client.jobs.list()).jobs ?? []).toEqual([]);
  });

  it("is created with what Databricks fills in", async () => {
    const { client } = await checkedWorkspace();
    const schedule = { quartz_cron_expression: "0 0 * * * ?", timezone_id: "UTC" };
    const { job_id } = await client.jobs.create({ tasks: [passing("a")], schedule });
    expect(await client.jobs.get({ job_id: Number(job_id) })).toMatchObject({
      job_id,
      creator_user_name: "me@local",
      run_as_user_name: "me@local",
      settings: {
        name: "Untitled",
        format: "MULTI_TASK",
        max_concurrent_runs: 1,
        timeout_seconds: 0,
        schedule,
        tasks: [{ task_key: "a", run_if: "ALL_SUCCESS", timeout_seconds: 0 }],
      },
    });
  });

  it("that is not there is told in Databricks' words, by which clients know it", async () => {
    const { client } = await checkedWorkspace();
    const job_id = 123;
    const wanted = { errorCode: "INVALID_PARAMETER_VALUE", status: 400, message: /Job 123 does not exist/ };
    for (const call of [
      () => client.jobs.reset({ job_id, new_settings: {} }),
      () => client.jobs.update({ job_id }),
      () => client.jobs.delete({ job_id }),
      () => client.jobs.runNow({ job_id }),
      () => client.jobs.cancelAllRuns({ job_id }),
    ]) {
      await expect(call()).rejects.toMatchObject({ ...wanted, message: expect.stringMatching(wanted.message) });
    }
    await expect(client.jobs.get({ job_id })).rejects.toMatchObject({
      name: "ResourceDoesNotExistError",
      message: expect.stringMatching(/Job 123 does not exist/),
    });
  });

  const refused: readonly [string, Task[], RegExp][] = [
    ["the same key twice", [passing("a"), passing("a")], /Duplicate task key 'a'/],
    ["a key with blanks", [passing("a b")], /Invalid task key 'a b'/],
    ["an unknown dependency", [passing("a", upon("z"))], /'a' depends on task 'z', which is not in the job/],
    ["a circle", [passing("a", upon("b")), passing("b", upon("a")), passing("c")], /Cyclic task dependencies: a, b/],
    ["itself", [passing("a", upon("a"))], /Cyclic task dependencies: a/],
    ["nothing to do", [{ task_key: "a" }], /must have exactly one kind of task, but has none/],
    [
      "two things to do",
      [passing("a", { notebook_task: { notebook_path: "/n" } })],
      /exactly one kind of task, but has .*_task, .*_task/,
    ],
    ["an unknown cluster", [passing("a", { job_cluster_key: "big" })], /Job cluster 'big' is not defined/],
    ["too many tasks", manyTasks(1001), /more than 1000 tasks/],
    [
      "the outcome of a task that has none",
      [
        { task_key: "a", notebook_task: { notebook_path: "/n" } },
        passing("b", { depends_on: [{ task_key: "a", outcome: "true" }] }),
      ],
      /'a', which is no condition task/,
    ],
  ];
  it.each(refused)("is refused with %s", async (_, tasks, message) => {
    const { client } = await checkedWorkspace();
    await expect(client.jobs.create({ tasks })).rejects.toMatchObject({
      errorCode: "INVALID_PARAMETER_VALUE",
      message: expect.stringMatching(message),
    });
    expect((await client.jobs.list()).jobs).toEqual([]);
  });

  it("shows 100 tasks at a time", async () => {
    const { client } = await checkedWorkspace();
    const { job_id } = await client.jobs.create({ tasks: manyTasks(250), parameters: [{ name: "p", default: "1" }] });
    const page = await client.jobs.get({ job_id: Number(job_id) });
    expect(page.settings?.tasks).toHaveLength(100);
    const whole = await client.jobs.get.whole({ job_id: Number(job_id) });
    expect(whole.settings?.tasks?.map(({ task_key }) => task_key)).toEqual(manyTasks(250).map((task) => task.task_key));
    expect(whole.settings?.parameters).toEqual([{ name: "p", default: "1" }]);
  });

  it("is reset to other settings altogether", async () => {
    const { client } = await checkedWorkspace();
    const { job_id } = await client.jobs.create({ name: "old", description: "d", tasks: [passing("a")] });
    await client.jobs.reset({ job_id: Number(job_id), new_settings: { name: "new", tasks: [passing("b")] } });
    const { settings } = await client.jobs.get({ job_id: Number(job_id) });
    expect(settings).not.toHaveProperty("description");
    expect(settings).toMatchObject({ name: "new", tasks: [{ task_key: "b" }] });
  });

  it("is updated field by field, tasks and clusters by their keys", async () => {
    const { client } = await checkedWorkspace();
    const cluster = (job_cluster_key: string, num_workers: number) => ({
      job_cluster_key,
      new_cluster: { spark_version: "16.4.x-scala2.12", node_type_id: "n", num_workers },
    });
    const { job_id } = await client.jobs.create({
      name: "j",
      tags: { one: "1" },
      description: "d",
      tasks: [passing("a"), passing("b"), passing("c")],
      job_clusters: [cluster("x", 1), cluster("y", 1)],
    });
    await client.jobs.update({
      job_id: Number(job_id),
      new_settings: { tags: { two: "2" }, tasks: [passing("b", { description: "new" }), passing("d")] },
      fields_to_remove: ["description", "tasks/c", "job_clusters/y"],
    });
    const { settings } = await client.jobs.get({ job_id: Number(job_id) });
    expect(settings).not.toHaveProperty("description");
    expect(settings?.tags).toEqual({ two: "2" });
    expect(settings?.tasks?.map(({ task_key, description }) => [task_key, description])).toEqual([
      ["a", undefined],
      ["b", "new"],
      ["d", undefined],
    ]);
    expect(settings?.job_clusters).toEqual([cluster("x", 1)]);
  });

  it("stays as it is when an update would make no sense of it", async () => {
    const { client } = await checkedWorkspace();
    const { job_id } = await client.jobs.create({ tasks: [passing("a"), passing("b", upon("a"))] });
    await expect(client.jobs.update({ job_id: Number(job_id), fields_to_remove: ["tasks/a"] })).rejects.toThrow(
      /depends on task 'a'/,
    );
    expect((await client.jobs.get({ job_id: Number(job_id) })).settings?.tasks).toHaveLength(2);
  });

  it("is gone when deleted, and its active runs are cancelled", async () => {
    const { client } = await checkedWorkspace();
    const { job_id } = await client.jobs.create({ tasks: [passing("a")] });
    await client.jobs.delete({ job_id: Number(job_id) });
    await expect(client.jobs.get({ job_id: Number(job_id) })).rejects.toThrow(/does not exist/);
  });
});

describe("a list of jobs", () => {
  it("has the newest first, in pages", async () => {
    const { client } = await checkedWorkspace();
    const ids: unknown[] = [];
    for (let count = 0; count < 5; count++) ids.push((await client.jobs.create({ name: `j${count}` })).job_id);
    const first = await client.jobs.list({ limit: 2 });
    expect(first.has_more).toBe(true);
    const all = await Array.fromAsync(client.jobs.list.all({ limit: 2 }), ({ job_id }) => job_id);
    expect(new Set(all)).toEqual(new Set(ids));
    expect(all).toHaveLength(5);
  });

  it("can be narrowed to a name, in any case", async () => {
    const { client } = await checkedWorkspace();
    for (const name of ["Load", "load", "load more"]) await client.jobs.create({ name });
    const { jobs = [] } = await client.jobs.list({ name: "LOAD" });
    expect(jobs.map(({ settings }) => settings?.name).sort()).toEqual(["Load", "load"]);
  });

  it("shows tasks when asked to, 100 of them", async () => {
    const { client } = await checkedWorkspace();
    await client.jobs.create({ tasks: manyTasks(101) });
    const [plain] = (await client.jobs.list()).jobs ?? [];
    expect(plain?.settings).not.toHaveProperty("tasks");
    const [expanded] = (await client.jobs.list({ expand_tasks: true })).jobs ?? [];
    expect([expanded?.settings?.tasks?.length, expanded?.has_more]).toEqual([100, true]);
    const [whole] = await Array.fromAsync(client.jobs.list.all({ expand_tasks: true }));
    expect(whole?.settings?.tasks).toHaveLength(101);
  });

  it("refuses a limit or a token that makes no sense", async () => {
    const { client } = await checkedWorkspace();
    await expect(client.jobs.list({ limit: 101 })).rejects.toThrow(/between 1 and 100/);
    await expect(client.jobs.list({ page_token: "x" })).rejects.toThrow(/Invalid page token/);
  });
});
