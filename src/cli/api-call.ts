import type { CatalogEntry } from "../http/service.ts";
import { findOperation } from "../mcp/operations/directory.ts";
import { runOperation } from "../mcp/operations/run.ts";
import { operationsSurface } from "../mcp/operations-surface.ts";
import { defaultResultBytes } from "../mcp/result.ts";
import { argumentsInShort } from "./arguments-in-short.ts";
import type { CommonOptions } from "./common-options.ts";
import { confirmed } from "./confirm.ts";
import { Destination } from "./destination.ts";
import { type ArgumentOptions, readArguments } from "./parse-arguments.ts";
import { PrintingClient } from "./printing-client.ts";
import type { Run } from "./run.ts";
import { toolError } from "./tool-error.ts";
import { UsageError } from "./usage-error.ts";
import { withWorkspaceOf } from "./workspace.ts";

/** Options of `api call`. */
export interface ApiCallOptions extends CommonOptions, ArgumentOptions {
  readonly all?: true;
  readonly yes?: true;
  readonly output?: string;
}

/**
 * Calls any operation, after the same checks as for agents, and prints its whole answer.
 *
 * @throws UsageError; ToolError for refused arguments; DatabricksError
 */
export async function callApi(id: string, options: ApiCallOptions, { signal, progress }: Run): Promise<void> {
  const found = await findOperation(id);
  if ("problem" in found) throw new UsageError(found.problem.replace(/ Use operation_search.*/, ""), searchHint);
  const { entry } = found;
  const tool = await operationsSurface([entry.service], defaultResultBytes).find(entry.tool);
  const args = await readArguments(options, tool?.inputSchema ?? {});
  if (entry.risk === "destructive" && !options.yes) await askFirst(entry, args, signal);
  const destination = await Destination.open(options.output);
  try {
    await withWorkspaceOf(options, async (workspace) => {
      const client = new PrintingClient(workspace.options, destination, options);
      const context = { client: () => client, signal, progress: (message: string) => progress.show(message) };
      const answer = await runOperation(entry.id, args, context, defaultResultBytes);
      if (answer.isError) throw toolError(answer.text);
    });
    await destination.keep();
  } finally {
    await destination.close();
  }
}

const searchHint = "databricks-mcp api search finds the id.";

async function askFirst(
  entry: CatalogEntry,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<void> {
  const { id, method, path } = entry;
  const question = `${id} (${method} ${path})\nmay destroy data, run code or cost money.\n${argumentsInShort(args)}\nDo it?`;
  const answer = await confirmed(question, signal);
  if (answer === "nobody")
    throw new UsageError(`${id} is destructive and nobody is there to ask`, "Pass --yes to do it.");
  if (answer === "no") throw new UsageError(`${id} was not called`);
}
