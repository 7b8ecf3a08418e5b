import type { Schemas, TaskRunDocument } from "./documents.ts";
import { newId } from "./job-store.ts";
import { blocked } from "./states.ts";

/** An attempt that has not begun. */
export function newTaskRun(
  job_run_id: number,
  task: Schemas["Task"],
  change: Partial<TaskRunDocument> = {},
): TaskRunDocument {
  const run_id = newId();
  const first = { run_id, job_run_id, task, attempt_number: 0, original_attempt_run_id: run_id };
  return { ...first, start_time: Date.now(), state: blocked, ...change };
}

/** The last attempt at each task. */
export function latestAttempts(taskRuns: readonly TaskRunDocument[]): TaskRunDocument[] {
  return [...new Map(taskRuns.map((each) => [each.task.task_key, each])).values()];
}
