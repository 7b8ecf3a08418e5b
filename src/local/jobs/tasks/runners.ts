import type { TaskKind } from "../task-kind.ts";
import { runCondition } from "./condition-task.ts";
import { runForEach } from "./for-each-task.ts";
import { runNotebook } from "./notebook-task.ts";
import { runJob } from "./run-job-task.ts";
import { runScript } from "./spark-python-task.ts";
import { runSql } from "./sql-task.ts";
import type { Runner } from "./task.ts";

/** The kinds of tasks that the local workspace really runs. */
export const runners: Readonly<Partial<Record<TaskKind, Runner>>> = {
  condition_task: runCondition,
  for_each_task: runForEach,
  notebook_task: runNotebook,
  run_job_task: runJob,
  spark_python_task: runScript,
  sql_task: runSql,
};

/** Kinds that do work themselves, rather than wait for others or compare two values. */
export const heavyKinds: ReadonlySet<TaskKind> = new Set(["notebook_task", "spark_python_task", "sql_task"]);
