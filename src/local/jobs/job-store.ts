import { randomInt } from "node:crypto";
import { invalid } from "../local-error.ts";
import type { Collection, Store } from "../store.ts";
import type { JobDocument, Output, RunDocument, TaskRunDocument } from "./documents.ts";
import { isEnd, lost } from "./states.ts";

/** What the workspace remembers of jobs and their runs. */
export class JobStore {
  readonly jobs: Collection<JobDocument>;
  readonly runs: Collection<RunDocument>;
  readonly taskRuns: Collection<TaskRunDocument>;
  readonly outputs: Collection<Output>;
  /** Run ids by the idempotency token they were asked for with. */
  readonly tokens: Collection<number>;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.jobs = store.collection("jobs");
    this.runs = store.collection("job-runs");
    this.taskRuns = store.collection("job-task-runs");
    this.outputs = store.collection("job-run-outputs");
    this.tokens = store.collection("job-run-tokens");
  }

  transaction<Result>(work: () => Result): Result {
    return this.#store.transaction(work);
  }

  /** @throws LocalError with Databricks' wording, by which clients know a job that is not there */
  job(id: unknown): JobDocument {
    const job = this.jobs.get(Number(id));
    if (!job) throw invalid(`Job ${id} does not exist.`);
    return job;
  }

  /** @throws LocalError for what is no run of a job */
  run(id: unknown): RunDocument {
    const run = this.runs.get(Number(id));
    if (!run) throw invalid(`Run ${id} does not exist.`);
    return run;
  }

  /** A task run that is known to be there. */
  taskRun(id: number): TaskRunDocument {
    const taskRun = this.taskRuns.get(id);
    if (!taskRun) throw new Error(`there is no task run ${id}`);
    return taskRun;
  }

  /** Every attempt at every task of a run, iterations apart. */
  taskRunsOf({ task_run_ids }: RunDocument): TaskRunDocument[] {
    return task_run_ids.map((id) => this.taskRun(id));
  }

  changeRun(id: number, change: (run: RunDocument) => void): RunDocument {
    const run = this.run(id);
    change(run);
    this.runs.put(id, run);
    return run;
  }

  changeTaskRun(id: number, change: Partial<TaskRunDocument>): TaskRunDocument {
    const taskRun = { ...this.taskRun(id), ...change };
    this.taskRuns.put(id, taskRun);
    return taskRun;
  }

  /** Forgets a run and all that belongs to it. */
  deleteRun(run: RunDocument): void {
    this.transaction(() => {
      const tasks = this.taskRunsOf(run);
      for (const id of tasks.flatMap((each) => [each.run_id, ...(each.iterations ?? [])])) {
        this.taskRuns.delete(id);
        this.outputs.delete(id);
      }
      this.runs.delete(run.run_id);
    });
  }

  /** Ends what a process that is no more has left active. */
  endLost(): void {
    const end_time = Date.now();
    this.transaction(() => {
      for (const run of this.runs.list().filter(({ state }) => !isEnd(state))) {
        const repairs = run.repairs.map((each) => ({ end_time, state: lost, ...each }));
        this.runs.put(run.run_id, { ...run, end_time, state: lost, repairs });
      }
      for (const taskRun of this.taskRuns.list().filter(({ state }) => !isEnd(state))) {
        this.taskRuns.put(taskRun.run_id, { ...taskRun, end_time, state: lost });
      }
    });
  }
}

/** An id as Databricks makes them: up to 15 digits, exact in a number. */
export const newId = (): number => randomInt(100_000_000_000_000, 281_474_976_710_655);
