import { invalid } from "../local-error.ts";
import type { Schemas } from "./documents.ts";

type Task = Schemas["Task"];

/** The field that says what a task does. */
export type TaskKind = Extract<keyof Task, `${string}_task`>;

/**
 * What a task does: its one field that ends in `_task`.
 *
 * @throws LocalError when it has none, or several
 */
export function kindOf(task: Task): TaskKind {
  const kinds = Object.keys(task).filter((name): name is TaskKind => name.endsWith("_task"));
  const [kind] = kinds;
  if (kind && kinds.length === 1) return kind;
  throw invalid(`Task '${task.task_key}' must have exactly one kind of task, but has ${kinds.join(", ") || "none"}.`);
}
