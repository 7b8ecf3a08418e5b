import { invalid } from "../local-error.ts";
import type { JobDocument, RunDocument, Schemas, TaskRunDocument } from "./documents.ts";
import { newId } from "./job-store.ts";
import { jobParameters } from "./parameters.ts";
import { taskWithDefaults } from "./settings.ts";
import { pending } from "./states.ts";
import { newTaskRun } from "./task-runs.ts";

/** A run and the first attempts at its tasks, not remembered yet. */
export interface NewRun {
  readonly run: RunDocument;
  readonly taskRuns: readonly TaskRunDocument[];
}

/** Who asks for a run, and how. */
export interface Asked {
  readonly creator: string;
  readonly trigger: RunDocument["trigger"];
  /** The run whose task asks. */
  readonly by?: number;
}

/**
 * A run of a job.
 *
 * @throws LocalError when it is to run only tasks that the job does not have
 */
export function runOfJob(
  { job_id, settings }: JobDocument,
  { job_parameters, ...request }: Omit<Schemas["RunNow"], "job_id">,
  { creator, trigger, by }: Asked,
): NewRun {
  return newRun(chosenTasks(settings, request.only), {
    job_id,
    run_name: settings.name ?? "Untitled",
    run_type: "JOB_RUN",
    trigger,
    ...(by !== undefined && { trigger_info: { run_id: by } }),
    creator_user_name: creator,
    settings,
    job_parameters: jobParameters(settings.parameters, job_parameters),
    overriding_parameters: overriding(request),
  });
}

function chosenTasks({ tasks = [] }: Schemas["JobSettings"], only?: readonly string[]): Schemas["Task"][] {
  const unknown = only?.find((key) => !tasks.some(({ task_key }) => task_key === key));
  if (unknown !== undefined) throw invalid(`Task '${unknown}' is not in the job.`);
  return only ? tasks.filter(({ task_key }) => only.includes(task_key)) : tasks;
}

/** A run of tasks that belong to no job. */
export function runOfTasks(
  { run_name = "Untitled", tasks = [], ...submitted }: Schemas["SubmitRun"],
  creator: string,
): NewRun {
  const { idempotency_token: _, access_control_list: __, ...settings } = submitted;
  const complete = tasks.map(taskWithDefaults);
  return newRun(complete, {
    job_id: newId(),
    run_name,
    run_type: "SUBMIT_RUN",
    trigger: "ONE_TIME",
    creator_user_name: creator,
    settings: { ...settings, tasks: complete },
    job_parameters: [],
    overriding_parameters: {},
  });
}

/** What of a request is for tasks, not for the job. */
export function overriding(request: Schemas["RunParameters"]): Schemas["RunParameters"] {
  const names = [
    "notebook_params",
    "python_params",
    "sql_params",
    "python_named_params",
    "jar_params",
    "spark_submit_params",
    "dbt_commands",
    "pipeline_params",
  ] as const;
  return Object.fromEntries(names.flatMap((name) => (request[name] === undefined ? [] : [[name, request[name]]])));
}

type Asking = Omit<RunDocument, "run_id" | "start_time" | "state" | "task_run_ids" | "repairs">;

function newRun(tasks: readonly Schemas["Task"][], asking: Asking): NewRun {
  const run_id = newId();
  const taskRuns = tasks.map((task) => newTaskRun(run_id, task));
  const task_run_ids = taskRuns.map((each) => each.run_id);
  const start_time = Date.now();
  const original = { id: run_id, type: "ORIGINAL", start_time, task_run_ids } as const;
  return { run: { ...asking, run_id, start_time, state: pending, task_run_ids, repairs: [original] }, taskRuns };
}
