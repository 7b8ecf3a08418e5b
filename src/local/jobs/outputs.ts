import { invalid } from "../local-error.ts";
import type { Workspace } from "../workspace.ts";
import type { Schemas, TaskRunDocument } from "./documents.ts";
import type { JobStore } from "./job-store.ts";
import type { RunAnswers } from "./run-answer.ts";
import { readNotebook } from "./task-files.ts";

/** @throws LocalError for a run of a whole job, even of one task, as Databricks does */
function taskRunOf(store: JobStore, id: unknown): TaskRunDocument {
  const taskRun = store.taskRuns.get(Number(id));
  if (taskRun) return taskRun;
  store.run(id);
  throw invalid(
    "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead.",
  );
}

/** What a task left behind, with the run that it was. */
export function outputOf(store: JobStore, answers: RunAnswers, id: unknown): Schemas["RunOutput"] {
  const { run_id } = taskRunOf(store, id);
  return { metadata: answers.answer(run_id, {}), ...store.outputs.get(run_id) };
}

/** The code of a notebook that a task ran, as a page of HTML; results are not in it. */
export async function exportOf(
  workspace: Workspace,
  store: JobStore,
  id: unknown,
): Promise<Schemas["ExportRunOutput"]> {
  const { notebook_task } = taskRunOf(store, id).task;
  if (!notebook_task) throw invalid("Only runs of notebook tasks can be exported.");
  const name = notebook_task.notebook_path;
  const { cells } = await readNotebook(workspace, name);
  const code = cells.map(({ source }) => `<pre>${escaped(source)}</pre>`).join("\n");
  const content = `<!DOCTYPE html>\n<html><head><title>${escaped(name)}</title></head><body>\n${code}\n</body></html>`;
  return { views: [{ name: name.split("/").at(-1) ?? name, type: "NOTEBOOK", content }] };
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
