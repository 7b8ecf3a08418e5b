import { closeContext, parseContext } from "../overlays/commands/execution-context.ts";
import { text } from "./arguments.ts";
import { handles, objectSchema, shared } from "./schemas.ts";
import type { Tool } from "./tool.ts";

/** `context_close`: destroy a context. */
export const contextClose: Tool = {
  name: "context_close",
  title: "Close execution context",
  description:
    "Destroys an execution context: its variables, imports and running commands are gone. Closing twice is fine.",
  inputSchema: objectSchema({ context: shared.context }, ["context"]),
  annotations: handles,
  async call(args, { client, signal }) {
    const context = text(args, "context");
    await closeContext(client(), parseContext(context), { signal });
    return { text: `Closed, context ${context}`, structured: { context, status: "Closed" } };
  },
};
