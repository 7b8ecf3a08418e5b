import type { CommonOptions } from "./common-options.ts";
import { describeError, errorAsJson } from "./error-report.ts";
import { exitCodes } from "./exit-code-table.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { Interrupted } from "./interrupted.ts";
import { isBrokenPipe } from "./output.ts";
import { ProgressLine, progressStyle } from "./progress-line.ts";
import type { Run } from "./run.ts";

/**
 * Does the work of one command and ends the process: errors go to standard error and become the exit code. The first
 * Ctrl+C or SIGTERM aborts the work and waits for what it cancels; the second ends the process at once.
 */
export async function perform(options: CommonOptions, work: (run: Run) => Promise<void>): Promise<never> {
  const silent = options.json === true || options.quiet === true;
  const progress = new ProgressLine(process.stderr, progressStyle(process.stderr, silent));
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const signal = interruptSignal(() => progress.show("ending; once more to leave at once"));
  let code: number = exitCodes.ok;
  try {
    await work({ signal, progress });
    progress.clear();
  } catch (thrown) {
    progress.clear();
    const error: unknown = signal.aborted ? signal.reason : thrown;
    if (!isBrokenPipe(error)) {
      code = exitCodeOf(error);
      process.stderr.write(`${options.json ? errorAsJson(error) : describeError(error)}\n`);
    }
  }
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise<unknown>((done) => stream.write("", done))),
  );
  process.exit(code);
}

/** Aborts with {@link Interrupted} when the process is asked to end, and ends it when it is asked again. */
function interruptSignal(onAbort: () => void): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      const interrupted = new Interrupted(name);
      if (controller.signal.aborted) process.exit(exitCodeOf(interrupted));
      onAbort();
      controller.abort(interrupted);
    });
  }
  return controller.signal;
}
