import { PythonProcess } from "../../compute/python-process.ts";
import { readTaskFile } from "../task-files.ts";
import { offerTaskValues, takeTaskValues } from "../task-values.ts";
import { failureOf } from "./python-failure.ts";
import type { Runner } from "./task.ts";

/** Characters of output that a process keeps, which is what the API gives back at most. */
const MAX_LOGS = 5_000_000;

/** Runs a Python file of `/Workspace`, of a volume or of DBFS, with its parameters as `sys.argv`. */
export const runScript: Runner = async ({ workspace, task, values, signal }) => {
  const { python_file = "", parameters = [] } = task.spark_python_task ?? {};
  const code = await readTaskFile(workspace, python_file);
  const python = await PythonProcess.start(workspace, { argv: [python_file, ...parameters] });
  try {
    await offerTaskValues(python, values);
    const results = await python.run(code, { signal, file: python_file });
    const logs = { logs: python.output, logs_truncated: python.output.length >= MAX_LOGS };
    if (results.resultType === "error") throw failureOf(results, logs);
    return { output: logs, values: await takeTaskValues(python) };
  } finally {
    await python.close();
  }
};
