import { PythonProcess } from "../../compute/python-process.ts";
import { SqlSession } from "../../compute/sql-session.ts";
import { SqlError } from "../../sql/sql-error.ts";
import type { Schemas } from "../documents.ts";
import type { Cell } from "../notebook-source.ts";
import { parametersIn, runScript, splitStatements, substituted } from "../sql-script.ts";
import { readNotebook } from "../task-files.ts";
import { offerTaskValues, takeTaskValues } from "../task-values.ts";
import { failureOf } from "./python-failure.ts";
import { failure, type Runner, type TaskContext, type TaskResult } from "./task.ts";

/** Characters of the value that a notebook exits with: the API gives back the first 5 MB. */
const MAX_RESULT = 5_000_000;

const understood = new Set(["python", "sql", "md"]);

/** Runs a notebook of `/Workspace`: its Python in a process of its own, its SQL in the same session. */
export const runNotebook: Runner = async (context) => {
  const { notebook_path = "" } = context.task.notebook_task ?? {};
  const { language, cells } = await readNotebook(context.workspace, notebook_path);
  const unknown = cells.find((cell) => !understood.has(cell.language));
  if (unknown) throw failure(`The local workspace does not run %${unknown.language} cells.`);
  const code = cells.filter((cell) => cell.language !== "md");
  const isSql = language === "SQL" && code.every((cell) => cell.language === "sql");
  return isSql ? runSqlCells(code, context) : runCells(code, context);
};

async function runSqlCells(cells: readonly Cell[], { workspace, task, signal }: TaskContext): Promise<TaskResult> {
  const session = new SqlSession(workspace);
  const { values, sources } = widgetsOf(cells, task.notebook_task?.base_parameters ?? {});
  try {
    for (const source of sources) await runScript((each) => session.drain(each), source, values, signal);
  } catch (error) {
    throw error instanceof SqlError
      ? failure(error.message, { error_trace: error.message, notebook_output: {} })
      : error;
  }
  return { output: { notebook_output: {} } };
}

/** `CREATE WIDGET` statements are no statements of the engine: they are taken out, their defaults become values. */
function widgetsOf(cells: readonly Cell[], given: Readonly<Record<string, string>>) {
  const defaults: Record<string, string> = {};
  const widget =
    /^[ \t]*(?:CREATE\s+WIDGET\s+\w+\s+(\w+)\s+DEFAULT\s+["']([^"']*)["'][^;\n]*|REMOVE\s+WIDGET\s+\w+[ \t]*);?/gim;
  const sources = cells.map(({ source }) =>
    source.replaceAll(widget, (_, name?: string, value = "") => {
      if (name !== undefined) defaults[name] = value;
      return "";
    }),
  );
  return { values: { ...defaults, ...given }, sources };
}

async function runCells(cells: readonly Cell[], context: TaskContext): Promise<TaskResult> {
  const { workspace, task, values, signal } = context;
  const parameters = task.notebook_task?.base_parameters ?? {};
  const python = await PythonProcess.start(workspace, { parameters });
  try {
    await offerTaskValues(python, values);
    for (const cell of cells) {
      const code = cell.language === "sql" ? pythonFor(cell.source, parameters) : cell.source;
      const results = await python.run(code, { signal });
      if (results.resultType === "error") throw failureOf(results, { notebook_output: {} });
      if (python.exitValue !== undefined) break;
    }
    const notebook_output = notebookOutput(python.exitValue);
    return { output: { notebook_output }, values: await takeTaskValues(python) };
  } finally {
    await python.close();
  }
}

/** Python that runs SQL, and leaves the last result as `_sqldf` as a cell of SQL does. */
function pythonFor(sql: string, parameters: Readonly<Record<string, string>>): string {
  const calls = splitStatements(substituted(sql, parameters)).map((statement) => {
    const named = parametersIn(statement, parameters).map(({ name, value }) => [name, value]);
    return `_sqldf = spark.sql(${JSON.stringify(statement)}, ${JSON.stringify(Object.fromEntries(named))})`;
  });
  return [...calls, "display(_sqldf)"].join("\n");
}

function notebookOutput(result: string | undefined): Schemas["NotebookOutput"] {
  if (result === undefined) return {};
  return { result: result.slice(0, MAX_RESULT), truncated: result.length > MAX_RESULT };
}
