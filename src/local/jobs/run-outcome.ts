import type { State, TaskRunDocument } from "./documents.ts";
import { internalError, succeeded } from "./states.ts";

const fine = new Set(["SUCCESS", "EXCLUDED", "DISABLED"]);

/** How a run ends whose tasks have ended: by those that none depends on (https://docs.databricks.com/aws/en/jobs/run-if). */
export function outcomeOf(tasks: readonly TaskRunDocument[]): State {
  const needed = new Set(tasks.flatMap(({ task }) => task.depends_on?.map(({ task_key }) => task_key) ?? []));
  const bad = tasks.filter(({ state }) => !fine.has(state.result ?? ""));
  if (bad.length === 0) return succeeded;
  if (bad.every(({ task }) => needed.has(task.task_key)))
    return { ...succeeded, result: "SUCCESS_WITH_FAILURES", code: "SUCCESS_WITH_FAILURES" };
  return internalError(failureMessage(bad));
}

function failureMessage(bad: readonly TaskRunDocument[]): string {
  const isSkipped = ({ state }: TaskRunDocument): boolean => /^UPSTREAM_/.test(state.result ?? "");
  const causes = bad
    .filter((each) => !isSkipped(each))
    .map(({ task, state }) => `Task ${task.task_key} failed with message: ${state.message.replace(/\.$/, "")}.`);
  return [...causes, ...(bad.some(isSkipped) ? ["This caused all downstream tasks to get skipped."] : [])].join(" ");
}
