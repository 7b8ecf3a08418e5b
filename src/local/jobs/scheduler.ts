import { Slots } from "../../http/slots.ts";
import type { Workspace } from "../workspace.ts";
import type { AttemptParts } from "./attempt.ts";
import type { RunDocument, Schemas, State } from "./documents.ts";
import { Execution } from "./execution.ts";
import type { JobStore } from "./job-store.ts";
import { type NewRun, runOfJob } from "./new-run.ts";
import { canceled, internalError, isEnd, lost, pending, queued, running, skipped, terminating } from "./states.ts";
import { Ended } from "./tasks/task.ts";

/** So many tasks work at a time, in all runs: each has a process of its own. */
const TASKS_AT_A_TIME = 8;

interface Active {
  readonly run: RunDocument;
  readonly ended: PromiseWithResolvers<RunDocument>;
  /** Undefined while the run is queued. */
  execution?: Execution;
}

/** Decides when runs begin, and knows those that have not ended. */
export class Scheduler {
  readonly #parts: AttemptParts;
  /** In the order in which they were asked for. */
  readonly #active = new Map<number, Active>();

  constructor(workspace: Workspace, store: JobStore) {
    this.#parts = { workspace, store, slots: new Slots(TASKS_AT_A_TIME) };
  }

  /**
   * Remembers a run, and starts it unless its job has as many as it may; then it waits, or is skipped.
   *
   * @param remember what else is to be remembered with it
   */
  admit({ run, taskRuns }: NewRun, queue: boolean, remember?: (run: RunDocument) => void): RunDocument {
    const { store } = this.#parts;
    const full = this.#isFull(run);
    const state = full ? (queue ? queued : skipped) : pending;
    const admitted = state === skipped ? skippedRun(run) : { ...run, state };
    store.transaction(() => {
      store.runs.put(run.run_id, admitted);
      if (!isEnd(state)) for (const each of taskRuns) store.taskRuns.put(each.run_id, each);
      remember?.(admitted);
    });
    if (!isEnd(state)) this.#active.set(run.run_id, { run: admitted, ended: Promise.withResolvers() });
    if (state === pending) this.#start(run.run_id);
    return admitted;
  }

  /** Starts a run that had ended, with further attempts at its tasks. */
  restart(run: RunDocument): void {
    this.#active.set(run.run_id, { run, ended: Promise.withResolvers() });
    this.#start(run.run_id);
  }

  /** Cancels a run, or one attempt at a task; nothing happens to one that has ended. */
  cancel(id: number, state = canceled): void {
    const active = this.#active.get(id);
    if (!active) for (const { execution } of this.#active.values()) execution?.stopAttempt(id, state);
    else if (active.execution) {
      this.#parts.store.changeRun(id, (run) => {
        run.state = terminating;
      });
      active.execution.stop(state);
    } else this.#finish(id, state);
  }

  /** Ends all runs. */
  async close(): Promise<void> {
    const all = [...this.#active.values()];
    for (const { run, execution } of all) if (!execution) this.#finish(run.run_id, lost);
    for (const { run, execution } of all) if (execution) this.cancel(run.run_id, lost);
    await Promise.all(all.map(({ ended }) => ended.promise));
  }

  #isFull({ job_id, settings }: RunDocument): boolean {
    const atATime = [...this.#active.values()].filter(({ run, execution }) => execution && run.job_id === job_id);
    return atATime.length >= (settings.max_concurrent_runs ?? 1);
  }

  #start(id: number): void {
    const active = this.#active.get(id);
    if (!active) return;
    const run = this.#parts.store.changeRun(id, (each) => {
      each.state = running;
      each.began ??= Date.now();
    });
    active.execution = new Execution(this.#parts, (...args) => this.#runJob(...args), run);
    active.execution.execute().then(
      (state) => this.#finish(id, state),
      (error: unknown) => this.#finish(id, internalError(String(error), "INTERNAL_ERROR")),
    );
  }

  #finish(id: number, state: State): void {
    const { store } = this.#parts;
    const end_time = Date.now();
    const run = store.transaction(() => {
      const ended = store.changeRun(id, (each) => {
        Object.assign(each, { state, end_time });
        Object.assign(each.repairs.at(-1) ?? {}, { state, end_time });
      });
      for (const task of store.taskRunsOf(ended).filter((each) => !isEnd(each.state)))
        store.changeTaskRun(task.run_id, { state, end_time });
      return ended;
    });
    this.#active.get(id)?.ended.resolve(run);
    this.#active.delete(id);
    const next = [...this.#active.values()].find((each) => !each.execution && !this.#isFull(each.run));
    if (next) this.#start(next.run.run_id);
  }

  async #runJob(task: Schemas["RunJobTask"], by: RunDocument, signal: AbortSignal): Promise<RunDocument> {
    const { store } = this.#parts;
    const job = store.job(task.job_id);
    if (this.#callers(by).includes(job.job_id)) throw callsItself(job.job_id);
    const asked = { creator: by.creator_user_name, trigger: "RUN_JOB_TASK", by: by.run_id } as const;
    const child = runOfJob(job, task, asked);
    const { run_id, state } = this.admit(child, job.settings.queue?.enabled ?? false);
    if (isEnd(state)) return store.run(run_id);
    const cancel = (): void => this.cancel(run_id);
    signal.addEventListener("abort", cancel, { once: true });
    const ended = this.#active.get(run_id)?.ended.promise;
    return (await ended?.finally(() => signal.removeEventListener("abort", cancel))) ?? store.run(run_id);
  }

  /** The jobs of a run, of the run that asked for it, and so on. */
  #callers({ job_id, trigger_info }: RunDocument): number[] {
    const caller = trigger_info && this.#parts.store.runs.get(trigger_info.run_id);
    return [job_id, ...(caller ? this.#callers(caller) : [])];
  }
}

const callsItself = (id: number): Ended =>
  new Ended(internalError(`Job ${id} cannot run itself, directly or through others.`, "INVALID_RUN_CONFIGURATION"));

/** None of its tasks gets an attempt. */
const skippedRun = (run: RunDocument): RunDocument => ({
  ...run,
  state: skipped,
  end_time: run.start_time,
  task_run_ids: [],
  repairs: [],
});
