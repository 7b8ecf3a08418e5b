import { describe, expect, it } from "vitest";
import type { DatabricksClient } from "../../src/client/databricks-client.ts";
import { checkedWorkspace } from "./checked-workspace.ts";
import { home, notebook, outputs, results, runTasks, upon, write } from "./run-jobs.ts";

describe("a SQL notebook", () => {
  it("runs its statements in one session", async () => {
    const { client } = await checkedWorkspace();
    await write(
      client,
      `${home}/nb`,
      `-- Databricks notebook source
CREATE WIDGET TEXT n DEFAULT '3';
CREATE TABLE t AS SELECT CAST(:n AS INT) AS n;

-- COMMAND ----------

-- MAGIC %md No code

-- COMMAND ----------

CREATE TEMPORARY VIEW four AS SELECT 4 AS n;
INSERT INTO t SELECT n FROM four`,
      { language: "SQL" },
    );
    await write(
      client,
      `${home}/check`,
      `dbutils.notebook.exit(spark.sql("SELECT sum(n) AS s FROM t").collect()[0].s)`,
    );
    const run = await runTasks(client, [notebook("a", "nb"), { ...notebook("b", "check"), ...upon("a") }]);
    expect(results(run)).toEqual(["a SUCCESS", "b SUCCESS"]);
    expect((await outputs(client, run))[1]?.notebook_output?.result).toBe("7");
  });

  it("fails with the statement's error", async () => {
    const { client } = await checkedWorkspace();
    await write(client, `${home}/nb`, `SELECT * FROM nowhere`, { language: "SQL" });
    const [output] = await outputs(client, await runTasks(client, [notebook("a", "nb")]));
    expect(output?.error).toMatch(/^\[TABLE_OR_VIEW_NOT_FOUND\]/);
  });
});

describe("a SQL file", () => {
  const sql = async (client: DatabricksClient, path: string) => {
    const { warehouses = [] } = await client.warehouses.list();
    return { task_key: "a", sql_task: { warehouse_id: warehouses[0]?.id ?? "", file: { path } } };
  };

  it("runs statement by statement, with its parameters", async () => {
    const { client } = await checkedWorkspace();
    const text = "-- two; of them\nCREATE TABLE t AS SELECT :v AS v, '{{v}};' AS w;\nSELECT * FROM t;";
    await write(client, `${home}/q.sql`, text, { format: "AUTO" });
    await write(client, `${home}/check`, `dbutils.notebook.exit(str(spark.sql("SELECT v, w FROM t").collect()))`);
    const task = await sql(client, `${home}/q.sql`);
    const run = await runTasks(client, [
      { ...task, sql_task: { ...task.sql_task, parameters: { v: "x" } } },
      { ...notebook("b", "check"), ...upon("a") },
    ]);
    const [output, check] = await outputs(client, run);
    expect(output?.sql_output?.query_output).toEqual({ warehouse_id: task.sql_task.warehouse_id, query_text: text });
    expect(check?.notebook_output?.result).toBe("[Row(v='x', w='x;')]");
  });

  it("fails with the first statement that does", async () => {
    const { client } = await checkedWorkspace();
    await write(client, `${home}/q.sql`, "SELECT 1; SELECT 1/0; CREATE TABLE never (a INT)", { format: "AUTO" });
    const [output] = await outputs(client, await runTasks(client, [await sql(client, `${home}/q.sql`)]));
    expect(output?.error).toMatch(/^\[DIVIDE_BY_ZERO\]/);
    const { res = [] } = await client.queryHistory.list();
    expect(res.map(({ query_text, status, rows_produced }) => [query_text, status, rows_produced])).toEqual([
      ["SELECT 1/0", "FAILED", 0],
      ["SELECT 1", "FINISHED", 1],
    ]);
  });
});

describe("a SQL task", () => {
  it("fails without its warehouse", async () => {
    const { client } = await checkedWorkspace();
    const sql_task = { warehouse_id: "0123456789abcdef", file: { path: "/q.sql" } };
    const run = await runTasks(client, [{ task_key: "a", sql_task }]);
    expect(run.tasks?.[0]?.state?.state_message).toMatch(/0123456789abcdef does not exist/);
  });

  it("fails with anything but a file", async () => {
    const { client } = await checkedWorkspace();
    const run = await runTasks(client, [{ task_key: "a", sql_task: { warehouse_id: "w", query: { query_id: "q" } } }]);
    expect(run.tasks?.[0]?.state?.state_message).toMatch(/runs SQL tasks with a file only/);
  });
});
