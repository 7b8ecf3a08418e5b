import type { JobDocument, Schemas } from "./documents.ts";

type Settings = Schemas["JobSettings"];

/** Settings with what Databricks fills in. Schedules and triggers are kept as they are; nothing fires them here. */
export function withDefaults(settings: Settings): Settings {
  return {
    name: "Untitled",
    email_notifications: {},
    webhook_notifications: {},
    timeout_seconds: 0,
    max_concurrent_runs: 1,
    ...settings,
    ...(settings.tasks && { tasks: settings.tasks.map(taskWithDefaults) }),
    format: "MULTI_TASK",
  };
}

/** A task with what Databricks fills in. */
export const taskWithDefaults = (task: Schemas["Task"]): Schemas["Task"] => ({
  run_if: "ALL_SUCCESS",
  timeout_seconds: 0,
  email_notifications: {},
  ...task,
});

/**
 * Settings after `jobs/update`: fields are replaced, but tasks and job clusters are merged by their keys; then fields
 * are removed, `tasks/<key>` and `job_clusters/<key>` being one entry of a list.
 */
export function updated(
  settings: Settings,
  { new_settings = {}, fields_to_remove = [] }: Schemas["UpdateJob"],
): Settings {
  const { tasks, job_clusters, ...fields } = new_settings;
  const merged = {
    ...settings,
    ...fields,
    ...(tasks && { tasks: mergeBy("task_key", settings.tasks, tasks) }),
    ...(job_clusters && { job_clusters: mergeBy("job_cluster_key", settings.job_clusters, job_clusters) }),
  };
  return withDefaults(fields_to_remove.reduce(without, merged));
}

function mergeBy<Key extends string, Entry extends Readonly<Record<Key, string>>>(
  key: Key,
  old: readonly Entry[] = [],
  replacements: readonly Entry[],
): Entry[] {
  const byKey = new Map(old.map((entry) => [entry[key], entry]));
  for (const entry of replacements) byKey.set(entry[key], entry);
  return [...byKey.values()];
}

function without(settings: Settings, field: string): Settings {
  const [list, key] = field.split("/");
  if (key !== undefined && list === "tasks") {
    return { ...settings, tasks: settings.tasks?.filter(({ task_key }) => task_key !== key) ?? [] };
  }
  if (key !== undefined && list === "job_clusters") {
    const kept = settings.job_clusters?.filter(({ job_cluster_key }) => job_cluster_key !== key);
    return { ...settings, job_clusters: kept ?? [] };
  }
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== field));
}

/** A job as `jobs/list` shows it: without what `expand_tasks` would add. */
export function listedJob(job: JobDocument): Schemas["BaseJob"] {
  const { tasks: _, job_clusters: __, parameters: ___, environments: ____, ...settings } = job.settings;
  return { ...job, settings };
}
