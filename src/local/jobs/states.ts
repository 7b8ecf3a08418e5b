import type { Schemas, State } from "./documents.ts";

/** Has not been looked at yet. */
export const pending: State = { life: "PENDING", message: "" };
/** Waits for the tasks it depends on. */
export const blocked: State = { life: "BLOCKED", message: "" };
/** Does its work. */
export const running: State = { life: "RUNNING", message: "In run" };
/** Is told to end, and has not yet. */
export const terminating: State = { life: "TERMINATING", message: "" };
/** A second attempt that waits for its time. */
export const waitingForRetry: State = { life: "WAITING_FOR_RETRY", message: "" };
/** Waits for another run of its job to end. */
export const queued: State = { life: "QUEUED", message: "Queued due to reaching maximum concurrent runs of the job." };
/** Came to its end. */
export const succeeded: State = { life: "TERMINATED", result: "SUCCESS", code: "SUCCESS", message: "" };
/** Somebody ended it. */
export const canceled: State = {
  life: "TERMINATED",
  result: "CANCELED",
  code: "USER_CANCELED",
  message: "Run cancelled.",
};
/** `CANCELED` is what Databricks' documentation of termination codes names for a run that took too long. */
export const timedOut: State = { life: "TERMINATED", result: "TIMEDOUT", code: "CANCELED", message: "Timed out." };
/** Did not run, since a task before it failed. */
export const upstreamFailed: State = {
  life: "TERMINATED",
  result: "UPSTREAM_FAILED",
  code: "SKIPPED",
  message: "An upstream task failed.",
};
/** Did not run, since a task before it was cancelled. */
export const upstreamCanceled: State = {
  life: "TERMINATED",
  result: "UPSTREAM_CANCELED",
  code: "SKIPPED",
  message: "An upstream task was canceled.",
};
/** Did not run, since it was for another case. */
export const excluded: State = {
  life: "TERMINATED",
  result: "EXCLUDED",
  code: "SKIPPED",
  message: "The condition to run the task was not met.",
};
/** Is not to run. */
export const disabled: State = {
  life: "TERMINATED",
  result: "DISABLED",
  code: "DISABLED",
  message: "The task is disabled.",
};
/** Another run of the job was there already, and the job has no queue. */
export const skipped: State = {
  life: "SKIPPED",
  result: "MAXIMUM_CONCURRENT_RUNS_REACHED",
  code: "MAX_CONCURRENT_RUNS_EXCEEDED",
  message: "Skipped because the maximum number of concurrent runs of the job is reached.",
};
/** The workload ran, and failed. */
export const workloadFailed: State = {
  life: "TERMINATED",
  result: "FAILED",
  code: "RUN_EXECUTION_ERROR",
  message: "Workload failed, see run output for details",
};
/** The local workspace ended before the run did. */
export const lost: State = {
  life: "INTERNAL_ERROR",
  result: "FAILED",
  code: "RUN_EXECUTION_ERROR",
  message: "The local workspace stopped while the run was active.",
};

/** A run or task that could not do what it was to do. */
export function internalError(message: string, code: NonNullable<State["code"]> = "RUN_EXECUTION_ERROR"): State {
  return { life: "INTERNAL_ERROR", result: "FAILED", code, message };
}

const ends = new Set(["TERMINATED", "SKIPPED", "INTERNAL_ERROR"]);

/** Nothing comes after. */
export const isEnd = ({ life }: State): boolean => ends.has(life);

/** The state as API 2.1 spells it. */
export function legacyState({ life, result, message }: State): Schemas["RunState"] {
  return {
    life_cycle_state: life,
    ...(result !== undefined && { result_state: result }),
    ...(life === "QUEUED" && { queue_reason: message }),
    state_message: message,
    user_cancelled_or_timedout: result === "CANCELED" || result === "TIMEDOUT",
  };
}

/** The state as API 2.2 spells it. */
export function statusOf(state: State): Schemas["RunStatus"] {
  if (isEnd(state)) return { state: "TERMINATED", termination_details: terminationDetails(state) };
  if (state.life === "WAITING_FOR_RETRY") return { state: "WAITING" };
  if (state.life !== "QUEUED") return { state: state.life };
  return { state: "QUEUED", queue_details: { code: "MAX_CONCURRENT_RUNS_REACHED", message: state.message } };
}

function terminationDetails({ life, code = "INTERNAL_ERROR", message }: State): Schemas["TerminationDetails"] {
  const fine = code === "SUCCESS" || code === "SUCCESS_WITH_FAILURES" || code === "USER_CANCELED";
  const internal = code === "INTERNAL_ERROR" && life === "INTERNAL_ERROR";
  return { code, message, type: fine ? "SUCCESS" : internal ? "INTERNAL_ERROR" : "CLIENT_ERROR" };
}
