import { setTimeout as delay } from "node:timers/promises";
import type { components } from "../../generated/jobs/types.ts";
import type { DatabricksClient } from "../../src/client/databricks-client.ts";

type Schemas = components["schemas"];
export type Task = Schemas["Task"];
export type Run = Schemas["Run"];

/** A task that succeeds at once. */
export const passing = (task_key: string, more: Partial<Task> = {}): Task => ({
  task_key,
  condition_task: { left: "1", op: "EQUAL_TO", right: "1" },
  ...more,
});

/** A task that fails at once. */
export const failing = (task_key: string, more: Partial<Task> = {}): Task => ({
  task_key,
  condition_task: { left: "one", op: "GREATER_THAN", right: "1" },
  ...more,
});

/** A task that waits for its second attempt, for as long as any test lasts. */
export const waiting = (task_key: string, more: Partial<Task> = {}): Task =>
  failing(task_key, { max_retries: 1, min_retry_interval_millis: 3_600_000, ...more });

export const upon = (...keys: string[]) => ({ depends_on: keys.map((task_key) => ({ task_key })) });

/** The run once it is as wanted. */
export async function runOnce(
  client: DatabricksClient,
  run_id: unknown,
  wanted: (run: Run) => boolean,
  view: { include_history?: boolean; include_resolved_values?: boolean } = {},
): Promise<Run> {
  for (;;) {
    const run = await client.jobs.getRun({ run_id: Number(run_id), ...view });
    if (wanted(run)) return run;
    await delay(10);
  }
}

/** The run once it has ended. */
export const ended = (client: DatabricksClient, run_id: unknown, view = {}): Promise<Run> =>
  runOnce(client, run_id, ({ status }) => status?.state === "TERMINATED", view);

/** Runs tasks to the end of the run. */
export async function runTasks(client: DatabricksClient, tasks: Task[], more: Schemas["SubmitRun"] = {}): Promise<Run> {
  const { run_id } = await client.jobs.submit({ tasks, ...more });
  return ended(client, run_id, { include_resolved_values: true });
}

/** How each attempt at each task ended. */
export const results = ({ tasks = [] }: Run): string[] =>
  tasks.map(({ task_key, state }) => `${task_key} ${state?.result_state ?? state?.life_cycle_state}`);

/** Writes a notebook's source, or with `AUTO` a file. */
export async function write(
  client: DatabricksClient,
  path: string,
  text: string,
  as: { language?: "PYTHON" | "SQL"; format?: "SOURCE" | "AUTO" } = { language: "PYTHON" },
): Promise<void> {
  const content = Buffer.from(text).toString("base64");
  await client.workspace.import({ path, content, overwrite: true, format: "SOURCE", ...as });
}

/** Where notebooks and files of the tests are. */
export const home = "/Users/me@local";

/** A task that runs a notebook of {@link home}. */
export const notebook = (task_key: string, name: string, base_parameters: Record<string, string> = {}) => ({
  task_key,
  notebook_task: { notebook_path: `${home}/${name}`, base_parameters },
});

/** What each task left behind. */
export const outputs = (client: DatabricksClient, { tasks = [] }: Run) =>
  Promise.all(tasks.map(({ run_id }) => client.jobs.getRunOutput({ run_id: Number(run_id) })));
