import type { Schemas } from "../../../generated/index.ts";
import type { Timings } from "../workspace.ts";

type Spec = Schemas["pipelines"]["PipelineSpec"];

/** One run of a pipeline. */
export interface Update {
  readonly update_id: string;
  readonly cause: string;
  readonly full_refresh: boolean;
  readonly validate_only: boolean;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly stopped?: number;
}

/** A pipeline as it is remembered. */
export interface Pipeline {
  readonly pipeline_id: string;
  readonly spec: Spec;
  readonly creator: string;
  readonly modified: number;
  /** Newest first. */
  readonly updates: readonly Update[];
}

/** States that an update passes, one in each step of the clock. */
const steps = ["QUEUED", "INITIALIZING", "SETTING_UP_TABLES", "RUNNING"] as const;

/** Set to `true` in a pipeline's configuration, its updates fail. */
const failing = "local.fail";

/** Whether a state of an update is its last. */
export const ended = (state: string): boolean => ["COMPLETED", "FAILED", "CANCELED"].includes(state);

/** What an update is at a moment of the clock. */
export function stateOf(
  { spec }: Pipeline,
  { since, stopped }: Update,
  { pipelineStep }: Timings,
  now = Date.now(),
): string {
  const index = Math.max(0, Math.floor((now - since) / pipelineStep));
  const end = since + steps.length * pipelineStep;
  if (stopped !== undefined && stopped < end) return now < stopped + pipelineStep ? "STOPPING" : "CANCELED";
  return steps[index] ?? (spec.configuration?.[failing] === "true" ? "FAILED" : "COMPLETED");
}

/** What a pipeline is now: what its newest update makes it. */
export function pipelineState(pipeline: Pipeline, timings: Timings): string {
  const [latest] = pipeline.updates;
  const state = latest ? stateOf(pipeline, latest, timings) : "COMPLETED";
  if (state === "FAILED") return "FAILED";
  if (ended(state)) return "IDLE";
  return state === "STOPPING" || state === "RUNNING" ? state : "STARTING";
}

/** An update as the API shows it. */
export function updateInfo(pipeline: Pipeline, update: Update, timings: Timings) {
  const { update_id, cause, full_refresh, validate_only, since } = update;
  return {
    pipeline_id: pipeline.pipeline_id,
    update_id,
    cause,
    full_refresh,
    validate_only,
    creation_time: since,
    config: pipeline.spec,
    state: stateOf(pipeline, update, timings),
  };
}

/** What happened, newest first: an event for each state that an update has passed. */
export function eventsOf(pipeline: Pipeline, timings: Timings) {
  return pipeline.updates.flatMap((update) => {
    const now = Date.now();
    const moments = [...steps.keys(), steps.length, steps.length + 1]
      .map((step) => update.since + step * timings.pipelineStep)
      .filter((moment) => moment <= now);
    const states = [...new Set(moments.map((moment) => stateOf(pipeline, update, timings, moment)))];
    return states.map((state) => eventOf(pipeline, update, state)).toReversed();
  });
}

function eventOf({ pipeline_id, spec }: Pipeline, { update_id, since }: Update, state: string) {
  const failed = state === "FAILED";
  return {
    id: `${update_id}-${state}`,
    event_type: "update_progress",
    level: failed ? "ERROR" : "INFO",
    maturity_level: "STABLE",
    message: `Update ${update_id.slice(0, 6)} is ${state}.`,
    timestamp: new Date(since).toISOString(),
    origin: { pipeline_id, update_id, ...(spec.name !== undefined && { pipeline_name: spec.name }) },
    ...(failed && {
      error: {
        fatal: true,
        exceptions: [{ class_name: "LocalFailure", message: `The configuration ${failing} asks for it.` }],
      },
    }),
  };
}
