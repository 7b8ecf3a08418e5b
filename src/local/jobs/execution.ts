import { setTimeout as delay } from "node:timers/promises";
import { type AttemptParts, type AttemptScope, attempt, end } from "./attempt.ts";
import type { RunDocument, Schemas, State, TaskRunDocument } from "./documents.ts";
import { notRun } from "./run-if.ts";
import { outcomeOf } from "./run-outcome.ts";
import { disabled, isEnd, timedOut, waitingForRetry } from "./states.ts";
import { inOrder } from "./task-order.ts";
import { latestAttempts, newTaskRun } from "./task-runs.ts";
import { Ended } from "./tasks/task.ts";

/** Milliseconds between attempts without number, which would else leave no time for anything else. */
const ENDLESS_RETRY_INTERVAL = 1_000;

/** Starts another job and waits for its end; see TaskContext. */
export type RunJob = (task: Schemas["RunJobTask"], by: RunDocument, signal: AbortSignal) => Promise<RunDocument>;

/** A run under way: its tasks, each as soon as those it depends on have ended. */
export class Execution {
  readonly #parts: AttemptParts;
  readonly #runJob: RunJob;
  readonly #run: RunDocument;
  readonly #stop = new AbortController();
  readonly #attempts = new Map<number, AbortController>();
  /** The latest attempt at each task. */
  readonly #latest: Map<string, TaskRunDocument>;

  constructor(parts: AttemptParts, runJob: RunJob, run: RunDocument) {
    this.#parts = parts;
    this.#runJob = runJob;
    this.#run = run;
    const latest = latestAttempts(parts.store.taskRunsOf(run));
    this.#latest = new Map(latest.map((each) => [each.task.task_key, each]));
  }

  /** Ends what runs, which then is in the given state. */
  stop(state: State): void {
    this.#stop.abort(new Ended(state));
  }

  /**
   * Ends one attempt at a task.
   *
   * @returns whether it was under way
   */
  stopAttempt(taskRunId: number, state: State): boolean {
    this.#attempts.get(taskRunId)?.abort(new Ended(state));
    return this.#attempts.has(taskRunId);
  }

  /** @returns how the run ended */
  async execute(): Promise<State> {
    const clock = after(this.#run.settings.timeout_seconds, () => this.stop(timedOut));
    try {
      const tasks = await this.#tasks();
      const reason: unknown = this.#stop.signal.reason;
      return reason instanceof Ended ? reason.state : outcomeOf(tasks);
    } finally {
      clearTimeout(clock);
    }
  }

  async #tasks(): Promise<TaskRunDocument[]> {
    const tasks = [...this.#latest.values()].map(({ task }) => task);
    const ends = new Map<string, Promise<TaskRunDocument>>();
    for (const { task_key } of inOrder(amongThemselves(tasks))) {
      const taskRun = this.#latest.get(task_key);
      if (taskRun) ends.set(task_key, isEnd(taskRun.state) ? Promise.resolve(taskRun) : this.#inTurn(taskRun, ends));
    }
    return Promise.all(ends.values());
  }

  async #inTurn(
    taskRun: TaskRunDocument,
    ends: ReadonlyMap<string, Promise<TaskRunDocument>>,
  ): Promise<TaskRunDocument> {
    const { depends_on = [], run_if, disabled: off } = taskRun.task;
    const upstream = await Promise.all(
      depends_on.map(async ({ task_key, outcome: wanted }) => {
        const ended = await ends.get(task_key);
        return ended && { state: ended.state, outcome: ended.outcome, wanted };
      }),
    );
    const state = off
      ? disabled
      : notRun(
          run_if,
          upstream.filter((each) => each !== undefined),
        );
    if (!state) return this.#withRetries(taskRun);
    const ended = end(this.#parts.store, taskRun.run_id, { state });
    this.#latest.set(ended.task.task_key, ended);
    return ended;
  }

  /** @param over ends all attempts; the signal of a for-each task for its iterations */
  async #withRetries(first: TaskRunDocument, over = this.#stop.signal): Promise<TaskRunDocument> {
    const { max_retries = 0, min_retry_interval_millis = 0, retry_on_timeout = false } = first.task;
    let ended = await this.#attempt(first, over);
    for (let retries = 0; max_retries < 0 || retries < max_retries; retries += 1) {
      const { result, code } = ended.state;
      const again = result === "FAILED" ? code !== "FEATURE_DISABLED" : result === "TIMEDOUT" && retry_on_timeout;
      if (!again || over.aborted) break;
      const wait = Math.max(min_retry_interval_millis, max_retries < 0 ? ENDLESS_RETRY_INTERVAL : 0);
      ended = await this.#attempt(this.#next(ended), over, wait);
    }
    return ended;
  }

  async #attempt(taskRun: TaskRunDocument, over: AbortSignal, wait = 0): Promise<TaskRunDocument> {
    const own = new AbortController();
    this.#attempts.set(taskRun.run_id, own);
    const signal = AbortSignal.any([over, own.signal]);
    // An attempt that is ended while it waits is made all the same, and ends at once.
    if (wait > 0) await delay(wait, undefined, { signal }).catch(() => {});
    const clock = after(taskRun.task.timeout_seconds, () => own.abort(new Ended(timedOut)));
    try {
      const ended = await attempt(this.#parts, taskRun, this.#scope(taskRun, signal));
      if (!ended.iteration) this.#latest.set(ended.task.task_key, ended);
      return ended;
    } finally {
      clearTimeout(clock);
      this.#attempts.delete(taskRun.run_id);
    }
  }

  #scope(taskRun: TaskRunDocument, signal: AbortSignal): AttemptScope {
    return {
      signal,
      run: this.#run,
      tasks: [...this.#latest.values()],
      runJob: (task) => this.#runJob(task, this.#run, signal),
      iterate: (task, input) => this.#iterate(taskRun, task, input, signal),
    };
  }

  #iterate(of: TaskRunDocument, task: Schemas["Task"], input: unknown, signal: AbortSignal): Promise<TaskRunDocument> {
    const first = newTaskRun(of.job_run_id, task, { iteration: { of: of.run_id, input } });
    this.#add(first);
    return this.#withRetries(first, signal);
  }

  #next({ task, job_run_id, attempt_number, original_attempt_run_id, iteration }: TaskRunDocument): TaskRunDocument {
    const next = newTaskRun(job_run_id, task, {
      attempt_number: attempt_number + 1,
      original_attempt_run_id,
      state: waitingForRetry,
      ...(iteration && { iteration }),
    });
    this.#add(next);
    return next;
  }

  #add(taskRun: TaskRunDocument): void {
    const { store } = this.#parts;
    const { run_id, iteration } = taskRun;
    store.transaction(() => {
      store.taskRuns.put(run_id, taskRun);
      if (iteration) {
        const iterations = [...(store.taskRun(iteration.of).iterations ?? []), run_id];
        store.changeTaskRun(iteration.of, { iterations });
      } else store.changeRun(taskRun.job_run_id, (run) => run.task_run_ids.push(run_id));
    });
  }
}

/** A run of some of a job's tasks does not wait for the others. */
function amongThemselves(tasks: readonly Schemas["Task"][]): Schemas["Task"][] {
  const keys = new Set(tasks.map(({ task_key }) => task_key));
  return tasks.map((task) => ({
    ...task,
    depends_on: task.depends_on?.filter(({ task_key }) => keys.has(task_key)) ?? [],
  }));
}

function after(seconds: number | undefined, act: () => void): NodeJS.Timeout | undefined {
  return seconds ? setTimeout(act, seconds * 1000) : undefined;
}
