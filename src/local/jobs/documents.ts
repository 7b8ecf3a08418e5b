import type { components } from "../../../generated/jobs/types.ts";

/** The schemas of the Jobs API. */
export type Schemas = components["schemas"];

/** A job as it is remembered. Times in milliseconds since 1970. */
export interface JobDocument {
  readonly job_id: number;
  readonly created_time: number;
  readonly creator_user_name: string;
  readonly settings: Schemas["JobSettings"];
}

/** Where a run or a task run stands; what the API calls `state` and `status` both follow from it. */
export interface State {
  readonly life: NonNullable<Schemas["RunState"]["life_cycle_state"]>;
  readonly result?: NonNullable<Schemas["RunState"]["result_state"]>;
  /** Why it ended, in the terms of `status.termination_details`. */
  readonly code?: NonNullable<Schemas["TerminationDetails"]["code"]>;
  readonly message: string;
}

/** A run of a job, or of tasks that were submitted without one. */
export interface RunDocument {
  readonly run_id: number;
  readonly job_id: number;
  readonly run_name: string;
  readonly run_type: "JOB_RUN" | "SUBMIT_RUN";
  readonly trigger: NonNullable<Schemas["Run"]["trigger"]>;
  /** The run whose task asked for this one. */
  readonly trigger_info?: { readonly run_id: number };
  readonly creator_user_name: string;
  /** The job's settings when the run was asked for. */
  settings: Schemas["JobSettings"];
  job_parameters: Schemas["JobParameter"][];
  overriding_parameters: Schemas["RunParameters"];
  readonly start_time: number;
  /** When it left the queue. */
  began?: number;
  end_time?: number;
  state: State;
  /** Every attempt at every task, in the order in which they were made; iterations are with their task. */
  task_run_ids: number[];
  repairs: RepairDocument[];
}

/** The original run, or one repair of it. */
export interface RepairDocument {
  readonly id: number;
  readonly type: "ORIGINAL" | "REPAIR";
  readonly start_time: number;
  readonly task_run_ids: number[];
  end_time?: number;
  state?: State;
}

/** One attempt at one task. */
export interface TaskRunDocument {
  readonly run_id: number;
  readonly job_run_id: number;
  readonly attempt_number: number;
  /** The first attempt at the same task. */
  readonly original_attempt_run_id: number;
  readonly task: Schemas["Task"];
  /** The task of which this is one iteration, and the iteration's input. */
  readonly iteration?: { readonly of: number; readonly input: unknown };
  start_time: number;
  /** When it began to run, after waiting for others and for compute. */
  began?: number;
  end_time?: number;
  state: State;
  /** What its parameters were once the references in them were replaced. */
  resolved?: Schemas["ResolvedValues"];
  /** What a condition came to: `true` or `false`. */
  outcome?: string;
  /** What the task set with `dbutils.jobs.taskValues.set`. */
  values?: Readonly<Record<string, unknown>>;
  /** Each attempt at each iteration. */
  iterations?: number[];
}

/** What a task left behind, besides its state. */
export type Output = Omit<Schemas["RunOutput"], "metadata">;
