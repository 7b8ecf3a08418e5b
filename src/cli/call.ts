import type { CallToolResult } from "@modelcontextprotocol/server";
import { Calls } from "../mcp/calls.ts";
import { coreSurface } from "../mcp/core-surface.ts";
import { defaultResultBytes } from "../mcp/result.ts";
import type { Surface } from "../mcp/surface.ts";
import type { Tool } from "../tools/tool.ts";
import { clientLoader } from "./client-loader.ts";
import type { CommonOptions } from "./common-options.ts";
import { writeJson, writeLine } from "./output.ts";
import { type ArgumentOptions, readArguments } from "./parse-arguments.ts";
import type { Run } from "./run.ts";
import { Session } from "./session.ts";
import { toolError } from "./tool-error.ts";
import { operationTools, unknownTool } from "./tools.ts";

/** Options of `call`. */
export interface CallOptions extends CommonOptions, ArgumentOptions {
  readonly maxResultBytes?: number;
}

/**
 * Calls a tool of the core surface or of any operation through an MCP server in this process, and prints its text; with
 * `--json` its structured content.
 *
 * @throws what the tool threw; ToolError when it answered that it failed; UsageError
 */
export async function call(name: string, options: CallOptions, { signal, progress }: Run): Promise<void> {
  const maxResultBytes = options.maxResultBytes ?? defaultResultBytes;
  const surface = await surfaceWith(name, maxResultBytes);
  const tool = await surface.find(name);
  if (!tool) throw unknownTool(name, [...(await surface.tools()), ...(await operationTools())]);
  const args = await readArguments(options, tool.inputSchema);
  const failure: { error?: unknown } = {};
  const watched = watchedBy(surface, (error) => {
    failure.error = error;
  });
  const { load: loadClient, redact, close } = clientLoader(options);
  const session = await Session.open({ surface: watched, loadClient, maxResultBytes, redact, calls: new Calls() });
  const answer = await session
    .call(name, args, { signal, progress: (message) => progress.show(message) })
    .finally(() => (signal.aborted || failure.error ? surface.close() : undefined))
    .finally(close);
  progress.clear();
  if (answer.isError) throw failure.error ?? toolError(textOf(answer));
  await (options.json ? writeJson(answer.structuredContent ?? { text: textOf(answer) }) : writeLine(textOf(answer)));
}

/** The core surface, unless the name is that of an operation's tool. */
async function surfaceWith(name: string, maxResultBytes: number): Promise<Surface> {
  const core = coreSurface(maxResultBytes);
  if (await core.find(name)) return core;
  const entry = (await operationTools()).find((each) => each.name === name);
  if (!entry) return core;
  const { operationsSurface } = await import("../mcp/operations-surface.ts");
  return operationsSurface([entry.service], maxResultBytes);
}

/** The same surface; what a tool throws is told, since the protocol keeps only its text. */
function watchedBy(surface: Surface, tell: (error: unknown) => void): Surface {
  const watch = (tool: Tool): Tool => ({
    ...tool,
    call: (...call) =>
      tool.call(...call).catch((error: unknown) => {
        tell(error);
        throw error;
      }),
  });
  return {
    ...surface,
    find: async (name) => {
      const tool = await surface.find(name);
      return tool && watch(tool);
    },
  };
}

function textOf({ content }: CallToolResult): string {
  return content.map((block) => (block.type === "text" ? block.text : `[${block.type}]`)).join("\n");
}
