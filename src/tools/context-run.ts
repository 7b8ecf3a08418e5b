import { parseContext } from "../overlays/commands/execution-context.ts";
import { runCommand } from "../overlays/commands/run-command.ts";
import { DEFAULT_WAIT_SECONDS } from "../overlays/poll.ts";
import { optionalNumber, text } from "./arguments.ts";
import { describeCommand } from "./command-answer.ts";
import { objectSchema, runsCode, shared } from "./schemas.ts";
import type { Tool } from "./tool.ts";

/** `context_run`: code in a context. */
export const contextRun: Tool = {
  name: "context_run",
  title: "Run code on a cluster",
  description:
    "Runs code in an execution context and waits for its output: text, a table, images, or the error with the end of its " +
    "trace-back. One command at a time per context. A long command goes on after the wait: take it up with context_status, " +
    "never by running it again.",
  inputSchema: objectSchema(
    {
      context: shared.context,
      code: { type: "string", description: "In the context's language. Print or return what you want to see." },
      max_wait_seconds: shared.max_wait_seconds,
    },
    ["context", "code"],
  ),
  annotations: runsCode,
  async call(args, { client, signal, progress }) {
    const context = text(args, "context");
    const max_wait_seconds = optionalNumber(args, "max_wait_seconds") ?? DEFAULT_WAIT_SECONDS;
    const options = { signal, onState: progress, max_wait_seconds };
    return describeCommand(await runCommand(client(), parseContext(context), text(args, "code"), options), context);
  },
};
