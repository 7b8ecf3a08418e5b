import type { Workspace } from "../../workspace.ts";
import type { Output, RunDocument, Schemas, State, TaskRunDocument } from "../documents.ts";
import { workloadFailed } from "../states.ts";

/** What a task has to work with. */
export interface TaskContext {
  readonly workspace: Workspace;
  /** Its references are replaced, its parameters are those of the run. */
  readonly task: Schemas["Task"];
  readonly run: RunDocument;
  readonly taskRun: TaskRunDocument;
  /** Aborted when the task is to end; the reason is an {@link Ended}. */
  readonly signal: AbortSignal;
  /** What earlier tasks of the run have set, by task key. */
  readonly values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Runs a task of a for-each task for one input, with its retries. */
  readonly iterate: (task: Schemas["Task"], input: unknown) => Promise<TaskRunDocument>;
  /** Runs another job to its end; cancelled together with this task. */
  readonly runJob: (task: Schemas["RunJobTask"]) => Promise<RunDocument>;
}

/** What came of a task that succeeded. */
export interface TaskResult {
  readonly output?: Output;
  readonly values?: Readonly<Record<string, unknown>>;
  /** What a condition came to. */
  readonly outcome?: string;
}

/**
 * Does what a task says.
 *
 * @throws Ended when the task fails
 */
export type Runner = (context: TaskContext) => Promise<TaskResult>;

/** Why a task or run comes to an end that is no success. */
export class Ended extends Error {
  override readonly name: string = "Ended";
  readonly state: State;
  readonly output: Output;

  constructor(state: State, output: Output = {}) {
    super(state.message);
    this.state = state;
    this.output = output;
  }
}

/** The workload ran and failed; what it says about that is in the run's output. */
export const failure = (error: string, output: Output = {}): Ended => new Ended(workloadFailed, { ...output, error });
