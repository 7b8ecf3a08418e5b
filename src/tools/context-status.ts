import { contextStatus, parseContext } from "../overlays/commands/execution-context.ts";
import { commandStatus } from "../overlays/commands/run-command.ts";
import { optionalNumber, optionalText, text } from "./arguments.ts";
import { describeCommand } from "./command-answer.ts";
import { looks, objectSchema, shared } from "./schemas.ts";
import type { Tool } from "./tool.ts";

/** `context_status`: a command's state and output, or a context's state. */
export const contextStatusTool: Tool = {
  name: "context_status",
  title: "Read command status",
  description:
    "With command_id: the state of a command of context_run, and its output once it ended. Without: whether the context " +
    "still exists.",
  inputSchema: objectSchema(
    {
      context: shared.context,
      command_id: shared.command_id,
      max_wait_seconds: {
        ...shared.max_wait_seconds,
        description: "Seconds to wait for the command's end. Default 0.",
      },
    },
    ["context"],
  ),
  annotations: looks,
  async call(args, { client, signal, progress }) {
    const handle = text(args, "context");
    const context = parseContext(handle);
    const command_id = optionalText(args, "command_id");
    if (command_id) {
      const options = { signal, onState: progress, max_wait_seconds: optionalNumber(args, "max_wait_seconds") ?? 0 };
      return describeCommand(await commandStatus(client(), { ...context, command_id }, options), handle);
    }
    const status = await contextStatus(client(), context, { signal });
    return { text: `${status}, context ${handle}`, structured: { context: handle, status } };
  },
};
