import { workloadFailed } from "../states.ts";
import { Ended, type Runner } from "./task.ts";

/** Runs another job and waits for its end, which becomes this task's. */
export const runJob: Runner = async ({ task, runJob: start }) => {
  if (!task.run_job_task) return {};
  const { run_id, state } = await start(task.run_job_task);
  const output = { run_job_output: { run_id } };
  if (state.result === "SUCCESS" || state.result === "SUCCESS_WITH_FAILURES") return { output };
  throw new Ended(workloadFailed, { ...output, error: state.message });
};
