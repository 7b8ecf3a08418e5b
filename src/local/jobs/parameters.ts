import type { RunDocument, Schemas } from "./documents.ts";

type Values = Readonly<Record<string, string>>;

/** A job's parameters with the values that a run gives them. */
export function jobParameters(
  definitions: readonly Schemas["JobParameterDefinition"][] = [],
  values: Values = {},
): Schemas["JobParameter"][] {
  const defined = definitions.map(({ name, default: fallback }) => {
    const value = values[name];
    return { name, default: fallback, ...(value !== undefined && { value }) };
  });
  const names = new Set(definitions.map(({ name }) => name));
  const others = Object.entries(values).filter(([name]) => !names.has(name));
  return [...defined, ...others.map(([name, value]) => ({ name, value }))];
}

/** What each parameter comes to in a run. */
export function parameterValues({ job_parameters }: RunDocument): Values {
  return Object.fromEntries(
    job_parameters.map(({ name = "", value, default: fallback = "" }) => [name, value ?? fallback]),
  );
}

/**
 * A task with the parameters of its run: those of the job win over the task's own of the same name
 * (https://docs.databricks.com/aws/en/jobs/job-parameters), and reach every task that takes parameters by name.
 */
export function withParameters(task: Schemas["Task"], run: RunDocument, parameters: Values): Schemas["Task"] {
  const { notebook_params, python_params, sql_params } = run.overriding_parameters;
  const { notebook_task: notebook, spark_python_task: script, sql_task: sql } = task;
  return {
    ...task,
    ...(notebook && {
      notebook_task: {
        ...notebook,
        base_parameters: { ...notebook.base_parameters, ...notebook_params, ...parameters },
      },
    }),
    ...(script && python_params && { spark_python_task: { ...script, parameters: python_params } }),
    ...(sql && { sql_task: { ...sql, parameters: { ...sql.parameters, ...sql_params, ...parameters } } }),
  };
}

/** The parameters of a task, for `resolved_values`. */
export function resolvedValues(task: Schemas["Task"]): Schemas["ResolvedValues"] {
  const { notebook_task, spark_python_task, sql_task, condition_task, run_job_task } = task;
  return {
    ...(notebook_task && { notebook_task: { base_parameters: notebook_task.base_parameters ?? {} } }),
    ...(spark_python_task && { spark_python_task: { parameters: spark_python_task.parameters ?? [] } }),
    ...(sql_task && { sql_task: { parameters: sql_task.parameters ?? {} } }),
    ...(condition_task && { condition_task: { left: condition_task.left, right: condition_task.right } }),
    ...(run_job_task && { run_job_task: { job_parameters: run_job_task.job_parameters ?? {} } }),
  };
}
