import { parseContext } from "../overlays/commands/execution-context.ts";
import { cancelCommand } from "../overlays/commands/run-command.ts";
import { text } from "./arguments.ts";
import { handles, objectSchema, shared } from "./schemas.ts";
import type { Tool } from "./tool.ts";

const outcomes: Readonly<Record<string, string>> = {
  Cancelled: "It is cancelled; the context and its variables stay.",
  Finished: "It finished before the cancel took effect; context_status shows its output.",
  Error: "It ended in an error; context_status shows it.",
};

/** `context_cancel`: end a command that still runs. */
export const contextCancel: Tool = {
  name: "context_cancel",
  title: "Cancel command",
  description:
    "Cancels a running command of context_run, and tells the state in which it really ended. The context stays.",
  inputSchema: objectSchema({ context: shared.context, command_id: shared.command_id }, ["context", "command_id"]),
  annotations: handles,
  async call(args, { client, signal, progress }) {
    const context = text(args, "context");
    const command_id = text(args, "command_id");
    const command = { ...parseContext(context), command_id };
    const { status } = await cancelCommand(client(), command, { signal, onState: progress });
    const note = outcomes[status] ?? "The cancel is accepted but has not taken effect yet; ask context_status.";
    return { text: `${status}, command ${command_id}\n${note}`, structured: { context, command_id, status, note } };
  },
};
