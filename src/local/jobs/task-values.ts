import type { PythonProcess } from "../compute/python-process.ts";

type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const source = `
class _TaskValues:
    def __init__(self, earlier):
        self._earlier, self._set = earlier, {}

    def set(self, key, value):
        import json
        self._set[key] = json.loads(json.dumps(value))

    def get(self, taskKey, key, default=None, debugValue=None):
        values = self._earlier.get(taskKey, {})
        if key in values:
            return values[key]
        if default is not None:
            return default
        raise ValueError("Task value '%s' of task '%s' is not set" % (key, taskKey))


class _Jobs:
    def __init__(self, earlier):
        self.taskValues = _TaskValues(earlier)
`;

/**
 * Gives a process `dbutils.jobs.taskValues`.
 *
 * @param earlier what other tasks have set, by task key
 */
export async function offerTaskValues(python: PythonProcess, earlier: Values): Promise<void> {
  await python.run(`${source}
import json
dbutils.jobs = _Jobs(json.loads(${JSON.stringify(JSON.stringify(earlier))}))
del _Jobs, _TaskValues, json`);
}

/** What code in a process has set with `dbutils.jobs.taskValues.set`. */
export async function takeTaskValues(python: PythonProcess): Promise<Record<string, unknown>> {
  await python.run("print(__import__('json').dumps(dbutils.jobs.taskValues._set))");
  return JSON.parse(python.output || "{}");
}
