import { describe, expect, it } from "vitest";
import { sharedWorkspace } from "./checked-workspace.ts";
import { ended, home, notebook, outputs, results, runOnce, runTasks, upon, write } from "./run-jobs.ts";

const workspace = sharedWorkspace();

describe("a Python notebook", () => {
  it("runs its cells with its parameters, and gives back the value it exits with", async () => {
    const { client } = await workspace();
    await write(
      client,
      `${home}/nb`,
      `# Databricks notebook source
n = int(dbutils.widgets.get("n"))

# COMMAND ----------

# MAGIC %md
# MAGIC # Not code

# COMMAND ----------

# MAGIC %sql
# MAGIC CREATE TABLE numbers AS SELECT 1 AS a;
# MAGIC SELECT a + CAST(:n AS INT) AS b FROM numbers

# COMMAND ----------

dbutils.notebook.exit(f"{n} {_sqldf.collect()[0].b}")

# COMMAND ----------

raise Exception("after the exit")
`,
    );
    const run = await runTasks(client, [notebook("a", "nb", { n: "4" })]);
    expect(run.state).toMatchObject({ state_message: "", result_state: "SUCCESS" });
    const [output] = await outputs(client, run);
    expect(output).toMatchObject({
      notebook_output: { result: "4 5", truncated: false },
      metadata: { run_id: run.tasks?.[0]?.run_id, tasks: [{ task_key: "a" }] },
    });
  });

  it("gives back 5 MB of its value at most", async () => {
    const { client } = await workspace();
    await write(client, `${home}/nb`, `dbutils.notebook.exit("x" * 5_000_001)`);
    const [output] = await outputs(client, await runTasks(client, [notebook("a", "nb")]));
    expect(output?.notebook_output?.truncated).toBe(true);
    expect(output?.notebook_output?.result).toHaveLength(5_000_000);
  });

  it("gives values to later tasks, and takes parameters of the job over its own", async () => {
    const { client } = await workspace();
    await write(client, `${home}/first`, `dbutils.jobs.taskValues.set("rows", [1, 2])`);
    await write(
      client,
      `${home}/second`,
      `rows = dbutils.jobs.taskValues.get(taskKey="a", key="rows")
dbutils.notebook.exit(f"{rows} {dbutils.widgets.get('text')} {dbutils.widgets.get('p')}")`,
    );
    const { job_id = 0 } = await client.jobs.create({
      parameters: [{ name: "p", default: "job's" }],
      tasks: [
        notebook("a", "first"),
        { ...notebook("b", "second", { text: "{{tasks.a.values.rows}}", p: "own" }), ...upon("a") },
        {
          task_key: "c",
          ...upon("a"),
          for_each_task: { inputs: "{{tasks.a.values.rows}}", task: notebook("each", "second", { text: "{{input}}" }) },
        },
      ],
    });
    const run = await client.jobs.runNow.wait({ job_id });
    expect((await outputs(client, run))[1]?.notebook_output?.result).toBe("[1, 2] [1,2] job's");
    const { iterations = [] } = await client.jobs.getRun({ run_id: Number(run.tasks?.[2]?.run_id) });
    const results = await outputs(client, { tasks: iterations });
    expect(results.map((each) => each.notebook_output?.result)).toEqual(["[1, 2] 1 job's", "[1, 2] 2 job's"]);
  });

  it("fails with the exception it raised", async () => {
    const { client } = await workspace();
    await write(client, `${home}/nb`, `x = [1]\n\n# COMMAND ----------\n\nraise ValueError("a < b")`);
    const run = await runTasks(client, [notebook("main", "nb"), { ...notebook("next", "nb"), ...upon("main") }]);
    expect(run.state?.state_message).toBe(
      "Task main failed with message: Workload failed, see run output for details. This caused all downstream tasks to get skipped.",
    );
    expect(run.tasks?.[0]).toMatchObject({
      state: { life_cycle_state: "TERMINATED", result_state: "FAILED" },
      status: {
        termination_details: {
          code: "RUN_EXECUTION_ERROR",
          type: "CLIENT_ERROR",
          message: "Workload failed, see run output for details",
        },
      },
    });
    const [output] = await outputs(client, run);
    expect(output?.error).toBe("ValueError: a < b");
    expect(output?.error_trace).toContain('raise ValueError("a < b")');
  });

  it("runs other notebooks in its place", async () => {
    const { client } = await workspace();
    await client.workspace.mkdirs({ path: `${home}/lib` });
    await write(client, `${home}/lib/greet`, `# Databricks notebook source\ndef greet(): return "hello"`);
    await write(
      client,
      `${home}/nb`,
      `# MAGIC %run ./lib/greet\n\n# COMMAND ----------\n\ndbutils.notebook.exit(greet())`,
    );
    const [output] = await outputs(client, await runTasks(client, [notebook("a", "nb")]));
    expect(output?.notebook_output?.result).toBe("hello");
  });

  it("fails when it is not there, or has cells that cannot be run here", async () => {
    const { client } = await workspace();
    await write(client, `${home}/nb`, `# MAGIC %scala\n# MAGIC println("hi")`);
    const run = await runTasks(client, [notebook("gone", "gone"), notebook("scala", "nb")]);
    expect(run.tasks?.[0]?.state).toMatchObject({
      life_cycle_state: "INTERNAL_ERROR",
      state_message: expect.stringContaining(`Unable to access the notebook "${home}/gone"`),
    });
    expect((await outputs(client, run))[1]?.error).toBe("The local workspace does not run %scala cells.");
  });

  it("ends when its run is cancelled", async () => {
    const { client } = await workspace();
    await write(client, `${home}/nb`, `import time\nwhile True: time.sleep(0.1)`);
    const { run_id } = await client.jobs.submit({ tasks: [notebook("a", "nb")] });
    await runOnce(client, run_id, ({ tasks }) => tasks?.[0]?.state?.life_cycle_state === "RUNNING");
    const run = await client.jobs.cancelRun.wait({ run_id: Number(run_id) });
    expect(results(run)).toEqual(["a CANCELED"]);
  });

  it("is exported as HTML", async () => {
    const { client } = await workspace();
    await write(client, `${home}/nb`, `print(1 < 2)`);
    const run = await runTasks(client, [notebook("a", "nb")]);
    const { views } = await client.jobs.exportRun({ run_id: Number(run.tasks?.[0]?.run_id) });
    expect(views).toMatchObject([
      { name: "nb", type: "NOTEBOOK", content: expect.stringContaining("print(1 &lt; 2)") },
    ]);
  });
});

describe("a Python file", () => {
  it("runs with its parameters, and gives back what it printed", async () => {
    const { client } = await workspace();
    await write(client, `${home}/main.py`, `import sys\nif __name__ == "__main__": print(sys.argv[1:])`, {
      format: "AUTO",
    });
    const python_file = `/Workspace${home}/main.py`;
    const { job_id = 0 } = await client.jobs.create({
      tasks: [{ task_key: "a", spark_python_task: { python_file, parameters: ["--run", "{{job.run_id}}"] } }],
    });
    const run = await client.jobs.runNow.wait({ job_id });
    expect((await outputs(client, run))[0]).toMatchObject({
      logs: `['--run', '${run.run_id}']\n`,
      logs_truncated: false,
    });
    const again = await client.jobs.runNow.wait({ job_id, python_params: ["x"] });
    expect(again.overriding_parameters).toEqual({ python_params: ["x"] });
    expect((await outputs(client, again))[0]?.logs).toBe("['x']\n");
  });

  it("may be in a volume", async () => {
    const { client } = await workspace();
    const python_file = "/Volumes/main/default/files/a b.py";
    await client.files.upload({ file_path: python_file, contents: Buffer.from("print('volume')") });
    const run = await runTasks(client, [{ task_key: "a", spark_python_task: { python_file } }]);
    expect((await outputs(client, run))[0]?.logs).toBe("volume\n");
  });

  it("may be in DBFS", async () => {
    const { client } = await workspace();
    await client.dbfs.put({ path: "/main.py", contents: Buffer.from("print('dbfs')").toString("base64") });
    const run = await runTasks(client, [{ task_key: "a", spark_python_task: { python_file: "dbfs:/main.py" } }]);
    expect((await outputs(client, run))[0]?.logs).toBe("dbfs\n");
  });

  it("fails with its output, and when it is not there", async () => {
    const { client } = await workspace();
    await write(client, `${home}/main.py`, `import sys\nprint("so far")\nsys.exit(3)`, { format: "AUTO" });
    const run = await runTasks(
      client,
      ["main.py", "gone.py"].map((name) => ({
        task_key: name.replace(".py", ""),
        spark_python_task: { python_file: `/Workspace${home}/${name}` },
      })),
    );
    expect((await outputs(client, run))[0]).toMatchObject({ error: "SystemExit: 3", logs: "so far\n" });
    expect(run.tasks?.[1]?.state?.state_message).toContain(`Cannot read the python file /Workspace${home}/gone.py`);
  });
});

describe("the output of a whole run", () => {
  it("is refused as Databricks does", async () => {
    const { client } = await workspace();
    await write(client, `${home}/nb`, `1`);
    const { run_id } = await client.jobs.submit({ tasks: [notebook("a", "nb")] });
    await expect(client.jobs.getRunOutput({ run_id: Number(run_id) })).rejects.toMatchObject({
      errorCode: "INVALID_PARAMETER_VALUE",
      message: expect.stringContaining(
        "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead",
      ),
    });
    await ended(client, run_id);
  });
});
