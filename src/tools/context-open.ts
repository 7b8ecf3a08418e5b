import { formatContext, type Language, languages, openContext } from "../overlays/commands/execution-context.ts";
import { optionalText, text } from "./arguments.ts";
import { handles, objectSchema } from "./schemas.ts";
import type { Tool } from "./tool.ts";

/** `context_open`: a place on a cluster that keeps variables between commands. */
export const contextOpen: Tool = {
  name: "context_open",
  title: "Open execution context",
  description:
    "Opens an execution context on a running all-purpose cluster: code run in it keeps variables and imports from command " +
    "to command. Close it when done; a cluster has room for 145. Never starts a cluster.",
  inputSchema: objectSchema(
    {
      cluster_id: { type: "string", description: "A running all-purpose cluster; serverless does not do." },
      language: { type: "string", enum: languages, description: "Default python." },
    },
    ["cluster_id"],
  ),
  annotations: { ...handles, idempotentHint: false },
  async call(args, { client, signal, progress }) {
    const where = { cluster_id: text(args, "cluster_id"), language: languageOf(optionalText(args, "language")) };
    const context = formatContext(await openContext(client(), where, { signal, onState: progress }));
    const note = `Run code with context_run; end with context_close ${JSON.stringify({ context })}`;
    return { text: `Running, context ${context}\n${note}`, structured: { context, status: "Running", note } };
  },
};

function languageOf(name: string | undefined): Language {
  return languages.find((language) => language === name) ?? "python";
}
