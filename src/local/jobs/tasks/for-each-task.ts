import { internalError } from "../states.ts";
import { Ended, failure, type Runner } from "./task.ts";

/** Runs a task once for each input, so many at a time. One that fails does not keep the others from running. */
export const runForEach: Runner = async ({ task, iterate, signal }) => {
  const { for_each_task: loop } = task;
  if (!loop) return {};
  const waiting = readInputs(loop.inputs).entries();
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (const [, input] of waiting) {
      if (signal.aborted) return;
      const { state } = await iterate(loop.task, input);
      if (state.result !== "SUCCESS") failed += 1;
    }
  };
  await Promise.all(Array.from({ length: loop.concurrency ?? 1 }, worker));
  signal.throwIfAborted();
  if (failed > 0) throw failure(`${failed} iterations failed.`);
  return {};
};

/** A JSON array, as it is or as a reference to a task's value has become. */
function readInputs(text: string): unknown[] {
  try {
    const inputs: unknown = JSON.parse(text);
    if (Array.isArray(inputs)) return inputs;
  } catch {
    // Refused below, like what is JSON but no array.
  }
  throw new Ended(
    internalError(`The inputs of the for-each task are not a JSON array: ${text}`, "INVALID_RUN_CONFIGURATION"),
  );
}
