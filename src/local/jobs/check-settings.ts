import { invalid } from "../local-error.ts";
import type { Schemas } from "./documents.ts";
import { kindOf } from "./task-kind.ts";
import { inOrder } from "./task-order.ts";

/** https://docs.databricks.com/aws/en/resources/limits: tasks in a job, concurrent runs of a job. */
const most = { tasks: 1000, concurrentRuns: 1000 };

/**
 * Refuses settings that no run could follow.
 *
 * @throws LocalError naming the task and what is wrong with it
 */
export function checkSettings({ tasks = [], job_clusters = [], max_concurrent_runs }: Schemas["JobSettings"]): void {
  if ((max_concurrent_runs ?? 1) > most.concurrentRuns)
    throw invalid(`max_concurrent_runs cannot exceed ${most.concurrentRuns}.`);
  if (tasks.length > most.tasks) throw invalid(`A job cannot have more than ${most.tasks} tasks.`);
  checkKeys(tasks);
  const clusters = new Set(job_clusters.map(({ job_cluster_key }) => job_cluster_key));
  for (const task of tasks) checkTask(task, tasks, clusters);
  inOrder(tasks);
}

function checkKeys(tasks: readonly Schemas["Task"][]): void {
  const keys = new Set<string>();
  for (const { task_key } of tasks) {
    if (!/^[\w-]{1,100}$/.test(task_key))
      throw invalid(`Invalid task key '${task_key}': up to 100 letters, digits, - and _ are allowed.`);
    if (keys.has(task_key)) throw invalid(`Duplicate task key '${task_key}'. Task keys must be unique in a job.`);
    keys.add(task_key);
  }
}

function checkTask(task: Schemas["Task"], all: readonly Schemas["Task"][], clusters: ReadonlySet<string>): void {
  kindOf(task);
  if (task.for_each_task) kindOf(task.for_each_task.task);
  const { task_key, job_cluster_key } = task;
  if (job_cluster_key !== undefined && !clusters.has(job_cluster_key))
    throw invalid(`Job cluster '${job_cluster_key}' is not defined in field 'job_clusters'.`);
  for (const { task_key: upstream, outcome } of task.depends_on ?? []) {
    const dependency = all.find((each) => each.task_key === upstream);
    if (!dependency) throw invalid(`Task '${task_key}' depends on task '${upstream}', which is not in the job.`);
    if (outcome !== undefined && !dependency.condition_task)
      throw invalid(`Task '${task_key}' depends on an outcome of '${upstream}', which is no condition task.`);
  }
}
