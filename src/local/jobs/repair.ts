import { invalid, invalidState } from "../local-error.ts";
import type { RunDocument, Schemas, TaskRunDocument } from "./documents.ts";
import { type JobStore, newId } from "./job-store.ts";
import { overriding } from "./new-run.ts";
import { jobParameters, parameterValues } from "./parameters.ts";
import { isEnd, pending } from "./states.ts";
import { downstreamOf } from "./task-order.ts";
import { latestAttempts, newTaskRun } from "./task-runs.ts";

/**
 * Prepares a run that has ended to run some of its tasks again, with the settings that its job has now.
 *
 * @returns the run, to be started
 * @throws LocalError when it is active, when another repair came between, or when there is nothing to run again
 */
export function repair(store: JobStore, run: RunDocument, request: Schemas["RepairRun"]): RunDocument {
  check(run, request);
  const latest = latestAttempts(store.taskRunsOf(run));
  const keys = chosenKeys(latest, request);
  const settings = store.jobs.get(run.job_id)?.settings ?? run.settings;
  const again = latest
    .filter(({ task }) => keys.has(task.task_key))
    .map((old) =>
      nextAttempt(
        old,
        settings.tasks?.find(({ task_key }) => task_key === old.task.task_key),
      ),
    );
  const ids = again.map(({ run_id }) => run_id);
  const { end_time: _, ...rest } = run;
  const repaired: RunDocument = {
    ...rest,
    settings,
    state: pending,
    job_parameters: jobParameters(settings.parameters, { ...givenValues(run), ...request.job_parameters }),
    overriding_parameters: { ...run.overriding_parameters, ...overriding(request) },
    task_run_ids: [...run.task_run_ids, ...ids],
    repairs: [...run.repairs, { id: newId(), type: "REPAIR", start_time: Date.now(), task_run_ids: ids }],
  };
  store.transaction(() => {
    for (const each of again) store.taskRuns.put(each.run_id, each);
    store.runs.put(run.run_id, repaired);
  });
  return repaired;
}

function check({ run_id, state, repairs }: RunDocument, request: Schemas["RepairRun"]): void {
  if (!isEnd(state)) throw invalidState(`Run ${run_id} is active: only runs that have ended can be repaired.`);
  const last = repairs.length > 1 ? repairs.at(-1)?.id : undefined;
  if (last !== undefined && Number(request.latest_repair_id) !== last)
    throw invalid("The latest repair ID needs to be provided in order to create a new repair");
  const some = (request.rerun_tasks?.length ?? 0) > 0;
  if (some === (request.rerun_all_failed_tasks ?? false))
    throw invalid("Exactly one of rerun_tasks and rerun_all_failed_tasks must be given.");
}

const fine = new Set(["SUCCESS", "EXCLUDED", "DISABLED"]);

/** Those that are asked for; and, of all that failed, those that were skipped because of them. */
function chosenKeys(latest: readonly TaskRunDocument[], request: Schemas["RepairRun"]): Set<string> {
  const tasks = latest.map(({ task }) => task);
  const keys = (some: readonly TaskRunDocument[]): string[] => some.map(({ task }) => task.task_key);
  const unknown = request.rerun_tasks?.find((key) => !keys(latest).includes(key));
  if (unknown !== undefined) throw invalid(`Task '${unknown}' is not in run ${request.run_id}.`);
  const chosen = request.rerun_tasks ?? keys(latest.filter(({ state }) => !fine.has(state.result ?? "")));
  if (chosen.length === 0) throw invalid(`Run ${request.run_id} has no failed tasks to repair.`);
  return new Set([...chosen, ...(request.rerun_dependent_tasks ? downstreamOf(chosen, tasks) : [])]);
}

const nextAttempt = (old: TaskRunDocument, task = old.task): TaskRunDocument =>
  newTaskRun(old.job_run_id, task, {
    attempt_number: old.attempt_number + 1,
    original_attempt_run_id: old.original_attempt_run_id,
  });

/** The parameters that the run was given, without defaults. */
function givenValues(run: RunDocument): Readonly<Record<string, string>> {
  return parameterValues({ ...run, job_parameters: run.job_parameters.filter(({ value }) => value !== undefined) });
}
