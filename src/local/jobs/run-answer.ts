import { workspaceId } from "../http-server.ts";
import type { RepairDocument, RunDocument, Schemas, TaskRunDocument } from "./documents.ts";
import type { JobStore } from "./job-store.ts";
import { entriesPerPage, subPage } from "./pages.ts";
import { isEnd, legacyState, statusOf } from "./states.ts";

/** How much of a run to tell. */
export interface RunView {
  readonly include_history?: boolean | undefined;
  readonly include_resolved_values?: boolean | undefined;
  readonly page_token?: string | undefined;
}

/** Runs as the API tells them. */
export class RunAnswers {
  readonly #store: JobStore;
  readonly #host: () => string;

  /** @param host the workspace's, which is not known before it listens */
  constructor(store: JobStore, host: () => string) {
    this.#store = store;
    this.#host = host;
  }

  /** A run of a job with a page of its tasks, or of one task with a page of its iterations. */
  answer(id: unknown, view: RunView): Schemas["Run"] {
    const taskRun = this.#store.taskRuns.get(Number(id));
    return taskRun ? this.#taskRun(taskRun, view) : this.#jobRun(this.#store.run(id), view);
  }

  /** A run as `jobs/runs/list` tells it. */
  listed(run: RunDocument, expand: boolean): Schemas["BaseRun"] {
    if (!expand) return this.#head(run);
    const { lists, next } = subPage(
      { tasks: this.#tasks(run, {}), job_clusters: run.settings.job_clusters },
      undefined,
    );
    return { ...this.#head(run), ...lists, ...(next !== undefined && { has_more: true }) };
  }

  /** The run of one attempt at a task. */
  #taskRun(taskRun: TaskRunDocument, view: RunView): Schemas["Run"] {
    const job = this.#store.run(taskRun.job_run_id);
    const { settings: _, job_parameters: __, ...asked } = job;
    const iterations = taskRun.iterations?.map((each) => this.#task(job, this.#store.taskRun(each), view));
    const { lists, next } = subPage({ iterations }, view.page_token);
    return {
      ...this.#head({ ...asked, ...taskRun, settings: job.settings, job_parameters: [] }),
      ...durations(taskRun),
      run_name: taskRun.task.task_key,
      original_attempt_run_id: taskRun.original_attempt_run_id,
      attempt_number: taskRun.attempt_number,
      job_run_id: job.run_id,
      tasks: [this.#task(job, taskRun, view)],
      ...lists,
      ...(next !== undefined && { next_page_token: next }),
    };
  }

  #jobRun(run: RunDocument, view: RunView): Schemas["Run"] {
    const { job_parameters, repairs, settings, overriding_parameters } = run;
    const { lists, next } = subPage(
      {
        tasks: this.#tasks(run, view),
        job_clusters: settings.job_clusters,
        job_parameters: job_parameters.length > 0 ? job_parameters : undefined,
        repair_history: view.include_history ? repairs.map((each) => repairItem(each, run)) : undefined,
      },
      view.page_token,
    );
    return {
      ...this.#head(run),
      ...(Object.keys(overriding_parameters).length > 0 && { overriding_parameters }),
      ...lists,
      ...(next !== undefined && { next_page_token: next }),
    };
  }

  #head(run: RunDocument): Schemas["BaseRun"] {
    const { run_id, job_id, creator_user_name, run_name, run_type, trigger, start_time, end_time = 0, state } = run;
    return {
      ...{ job_id, run_id, creator_user_name, run_name, run_type, trigger, start_time, end_time },
      number_in_job: run_id,
      original_attempt_run_id: run_id,
      state: legacyState(state),
      status: statusOf(state),
      ...(run.trigger_info && { trigger_info: run.trigger_info }),
      ...{ setup_duration: 0, execution_duration: 0, cleanup_duration: 0 },
      run_duration: end_time && end_time - start_time,
      queue_duration: run.began === undefined ? 0 : run.began - start_time,
      run_page_url: this.#url(job_id, run_id),
      ...(run.settings.git_source && { git_source: run.settings.git_source }),
      ...(run.settings.schedule && { schedule: run.settings.schedule }),
    };
  }

  #tasks(run: RunDocument, view: RunView): Schemas["RunTask"][] {
    return this.#store.taskRunsOf(run).map((each) => this.#task(run, each, view));
  }

  #task(run: RunDocument, taskRun: TaskRunDocument, view: RunView): Schemas["RunTask"] {
    const { run_id, start_time, end_time = 0, state, attempt_number, task, outcome, resolved } = taskRun;
    const { health: _, for_each_task: loop, condition_task: condition, ...settings } = task;
    return {
      ...settings,
      ...(condition && { condition_task: { ...condition, ...(outcome !== undefined && { outcome }) } }),
      ...(loop && { for_each_task: { ...loop, stats: this.#stats(taskRun) } }),
      ...{ run_id, attempt_number, start_time, end_time },
      ...durations(taskRun),
      state: legacyState(state),
      status: statusOf(state),
      run_page_url: this.#url(run.job_id, run_id),
      ...(view.include_resolved_values && resolved && { resolved_values: resolved }),
    };
  }

  #stats({ iterations = [] }: TaskRunDocument): Schemas["ForEachStats"] {
    const all = iterations.map((each) => this.#store.taskRun(each));
    const done = all.filter(({ state }) => isEnd(state));
    const succeeded = done.filter(({ state }) => state.result === "SUCCESS").length;
    return {
      task_run_stats: {
        total_iterations: all.length,
        scheduled_iterations: all.length,
        active_iterations: all.length - done.length,
        completed_iterations: done.length,
        succeeded_iterations: succeeded,
        failed_iterations: done.length - succeeded,
      },
    };
  }

  #url = (job: number, run: number): string => `${this.#host()}/?o=${workspaceId}#job/${job}/run/${run}`;
}

/** A job as `jobs/get` tells it, one page of its lists. */
export function pageOfSettings(
  settings: Schemas["JobSettings"],
  token: string | undefined,
): { settings: Schemas["JobSettings"]; next: string | undefined } {
  const { tasks, job_clusters, parameters, environments, ...rest } = settings;
  const { lists, next } = subPage({ tasks, job_clusters, parameters, environments }, token);
  return { settings: { ...rest, ...lists }, next };
}

/** Whether `expand_tasks` would leave some of a job's lists out. */
export const hasMore = ({ tasks = [], job_clusters = [] }: Schemas["JobSettings"]): boolean =>
  Math.max(tasks.length, job_clusters.length) > entriesPerPage;

function durations({ start_time, began, end_time }: TaskRunDocument) {
  const end = end_time ?? 0;
  return {
    setup_duration: (began ?? start_time) - start_time,
    execution_duration: end && end - (began ?? end),
    cleanup_duration: 0,
    run_duration: end && end - start_time,
  };
}

function repairItem({ id, type, start_time, end_time = 0, ...repair }: RepairDocument, run: RunDocument) {
  const state = repair.state ?? run.state;
  const task_run_ids = [...repair.task_run_ids];
  return { id, type, start_time, end_time, state: legacyState(state), status: statusOf(state), task_run_ids };
}
