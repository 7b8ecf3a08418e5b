import { workspaceId } from "../http-server.ts";
import type { RunDocument, TaskRunDocument } from "./documents.ts";
import { at, type Lookup } from "./references.ts";

/** What the references in a task of a run can name. */
export interface ReferenceScope {
  readonly host: string;
  readonly run: RunDocument;
  readonly taskRun: TaskRunDocument;
  /** The latest attempt at each task. */
  readonly tasks: readonly TaskRunDocument[];
  readonly parameters: Readonly<Record<string, string>>;
}

/** Databricks' dynamic value references (https://docs.databricks.com/aws/en/jobs/dynamic-value-references). */
export function referencesOf(scope: ReferenceScope): Lookup {
  const { run, taskRun, host, parameters } = scope;
  const time = timeParts(run.start_time);
  const known = {
    job: {
      id: run.job_id,
      name: run.run_name,
      run_id: run.run_id,
      start_time: time,
      parameters,
      repair_count: run.repairs.length - 1,
      trigger: { type: run.trigger.toLowerCase(), time },
    },
    task: { name: taskRun.task.task_key, run_id: taskRun.run_id, execution_count: taskRun.attempt_number + 1 },
    tasks: Object.fromEntries(scope.tasks.map((each) => [each.task.task_key, taskParts(each)])),
    workspace: { id: workspaceId, url: host },
    ...(taskRun.iteration && { input: taskRun.iteration.input }),
    // Names from before there were paths.
    job_id: run.job_id,
    run_id: taskRun.run_id,
    parent_run_id: run.run_id,
    task_key: taskRun.task.task_key,
    start_date: time.iso_date,
    start_time: time.timestamp_ms,
  };
  return (path) => at(known, path);
}

const taskParts = ({ run_id, values, outcome, state, attempt_number }: TaskRunDocument): object => ({
  run_id,
  values,
  outcome,
  result_state: state.result?.toLowerCase(),
  execution_count: attempt_number + 1,
});

function timeParts(ms: number) {
  const iso = new Date(ms).toISOString();
  const [year, month, day, hour, minute, second] = iso.split(/\D/);
  return {
    iso_date: iso.slice(0, 10),
    iso_datetime: iso.slice(0, 19),
    timestamp_ms: ms,
    iso_weekday: new Date(ms).getUTCDay() || 7,
    is_weekday: new Date(ms).getUTCDay() % 6 !== 0,
    ...{ year, month, day, hour, minute, second },
  };
}
