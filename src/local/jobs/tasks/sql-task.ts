import { SqlSession } from "../../compute/sql-session.ts";
import { recorded } from "../../sql/recorded-queries.ts";
import { SqlError } from "../../sql/sql-error.ts";
import type { Workspace } from "../../workspace.ts";
import { type RunStatement, runScript } from "../sql-script.ts";
import { internalError } from "../states.ts";
import { readTaskFile } from "../task-files.ts";
import { Ended, failure, type Runner } from "./task.ts";

/** Runs the statements of a SQL file. Queries, dashboards and alerts are not in the local workspace. */
export const runSql: Runner = async ({ workspace, task, signal }) => {
  const { file, parameters = {}, warehouse_id = "" } = task.sql_task ?? {};
  if (!file)
    throw new Ended(
      internalError("The local workspace runs SQL tasks with a file only, not queries, dashboards or alerts."),
    );
  await startWarehouse(workspace, warehouse_id);
  const query_text = await readTaskFile(workspace, file.path);
  const output = { sql_output: { query_output: { warehouse_id, query_text } } };
  const session = new SqlSession(workspace);
  const run: RunStatement = (each) =>
    recorded(workspace, { warehouse_id, statement: each.sql }, () => session.drain(each));
  try {
    await runScript(run, query_text, parameters, signal);
  } catch (error) {
    throw error instanceof SqlError ? failure(error.message, { ...output, error_trace: error.message }) : error;
  }
  return { output };
};

/** Warehouses start with the first that needs them. All share one engine, which is there at once. */
async function startWarehouse({ host, token }: Workspace, id: string): Promise<void> {
  const url = `${host}/api/2.0/sql/warehouses/${encodeURIComponent(id)}/start`;
  const response = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}` } });
  if (response.ok) return;
  const { message } = (await response.json()) as { message: string };
  throw new Ended(internalError(message, "RESOURCE_NOT_FOUND"), { error: message });
}
