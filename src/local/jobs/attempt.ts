import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";
import type { Slots } from "../../http/slots.ts";
import { LocalError } from "../local-error.ts";
import type { Workspace } from "../workspace.ts";
import type { Output, RunDocument, TaskRunDocument } from "./documents.ts";
import type { JobStore } from "./job-store.ts";
import { parameterValues, resolvedValues, withParameters } from "./parameters.ts";
import { resolveReferences } from "./references.ts";
import { referencesOf } from "./run-references.ts";
import { internalError, pending, running, succeeded, terminating } from "./states.ts";
import { kindOf, type TaskKind } from "./task-kind.ts";
import { heavyKinds, runners } from "./tasks/runners.ts";
import { Ended, type TaskContext, type TaskResult } from "./tasks/task.ts";

/** What running tasks takes. */
export interface AttemptParts {
  readonly workspace: Workspace;
  readonly store: JobStore;
  /** So many tasks work at a time. */
  readonly slots: Slots;
}

/** What an attempt needs to know of its run. */
export type AttemptScope = Pick<TaskContext, "signal" | "iterate" | "runJob"> & {
  readonly run: RunDocument;
  /** The latest attempt at each task of the run. */
  readonly tasks: readonly TaskRunDocument[];
};

/** Makes one attempt at a task, and remembers how it went. */
export async function attempt(
  parts: AttemptParts,
  taskRun: TaskRunDocument,
  scope: AttemptScope,
): Promise<TaskRunDocument> {
  const { store } = parts;
  const { run_id } = taskRun;
  const tellEnding = (): void => void store.changeTaskRun(run_id, { state: terminating });
  scope.signal.addEventListener("abort", tellEnding, { once: true });
  try {
    const { output = {}, ...result } = await work(parts, taskRun, scope);
    return end(store, run_id, { state: succeeded, ...result }, output);
  } catch (error) {
    const { state, output } = endOf(error, scope.signal);
    return end(store, run_id, { state }, output);
  } finally {
    scope.signal.removeEventListener("abort", tellEnding);
  }
}

/** Remembers how an attempt ended. */
export function end(
  store: JobStore,
  run_id: number,
  { state, ...change }: Partial<TaskRunDocument> & Pick<TaskRunDocument, "state">,
  output: Output = {},
): TaskRunDocument {
  return store.transaction(() => {
    store.outputs.put(run_id, output);
    return store.changeTaskRun(run_id, { ...change, state, end_time: Date.now() });
  });
}

function endOf(error: unknown, signal: AbortSignal): Ended {
  if (signal.aborted && signal.reason instanceof Ended) return signal.reason;
  if (error instanceof Ended) return error;
  const message = error instanceof LocalError ? error.message : String(error instanceof Error ? error.stack : error);
  return new Ended(internalError(message, "INTERNAL_ERROR"), { error: message });
}

async function work(parts: AttemptParts, taskRun: TaskRunDocument, scope: AttemptScope): Promise<TaskResult> {
  const { signal } = scope;
  const kind = kindOf(taskRun.task);
  const runner = runners[kind];
  if (!runner) throw notRunHere(kind);
  parts.store.changeTaskRun(taskRun.run_id, { state: pending, start_time: Date.now() });
  // Requests are answered between two tasks, however many there are.
  await turn();
  const heavy = heavyKinds.has(kind);
  if (heavy) await parts.slots.take(signal);
  try {
    const { new_cluster, job_cluster_key } = taskRun.task;
    if (new_cluster || job_cluster_key) await delay(parts.workspace.timings.clusterStart, undefined, { signal });
    signal.throwIfAborted();
    return await runner(begin(parts, taskRun, scope));
  } finally {
    if (heavy) parts.slots.give();
  }
}

function notRunHere(kind: TaskKind): Ended {
  const message = `The local workspace does not run ${kind.replace(/_task$/, "")} tasks.`;
  return new Ended(internalError(message, "FEATURE_DISABLED"), { error: message });
}

function begin({ workspace, store }: AttemptParts, taskRun: TaskRunDocument, scope: AttemptScope): TaskContext {
  const { run, tasks } = scope;
  const references = (parameters: Readonly<Record<string, string>>) =>
    referencesOf({ host: workspace.host, run, taskRun, tasks, parameters });
  const parameters = resolveReferences(parameterValues(run), references({}));
  const task = resolveReferences(withParameters(taskRun.task, run, parameters), references(parameters));
  store.changeTaskRun(taskRun.run_id, { state: running, began: Date.now(), resolved: resolvedValues(task) });
  const values = Object.fromEntries(tasks.map((each) => [each.task.task_key, each.values ?? {}]));
  return { ...scope, workspace, task, taskRun, values };
}
