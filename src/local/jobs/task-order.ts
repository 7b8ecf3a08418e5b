import { invalid } from "../local-error.ts";
import type { Schemas } from "./documents.ts";

type Linked = Pick<Schemas["Task"], "task_key" | "depends_on">;

/**
 * Tasks so that each comes after those it depends on, which are all among them.
 *
 * @throws LocalError when tasks depend on each other in a circle
 */
export function inOrder<Task extends Linked>(tasks: readonly Task[]): Task[] {
  const ordered: Task[] = [];
  const placed = new Set<string>();
  let left = tasks;
  while (left.length > 0) {
    const ready = left.filter(({ depends_on = [] }) => depends_on.every(({ task_key }) => placed.has(task_key)));
    if (ready.length === 0)
      throw invalid(`Cyclic task dependencies: ${left.map(({ task_key }) => task_key).join(", ")}.`);
    for (const { task_key } of ready) placed.add(task_key);
    ordered.push(...ready);
    left = left.filter(({ task_key }) => !placed.has(task_key));
  }
  return ordered;
}

/** Keys of the tasks that come after some others, directly or not. */
export function downstreamOf(keys: Iterable<string>, tasks: readonly Linked[]): Set<string> {
  const found = new Set<string>();
  const queue = [...keys];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const { task_key, depends_on = [] } of tasks) {
      if (found.has(task_key) || !depends_on.some((each) => each.task_key === key)) continue;
      found.add(task_key);
      queue.push(task_key);
    }
  }
  return found;
}
