import type { Tool } from "../tools/tool.ts";
import { errorAnswer } from "./result.ts";

/** The tools that one server shows. Fixed when the process starts: no call changes it. */
export interface Surface {
  /** How to work with these tools, for the model; at most 2,048 characters. */
  readonly instructions: string;
  /** Every tool, always in the same order. Loads no validator and opens no connection. */
  tools(): Promise<readonly Tool[]>;
  /** The tool of that name. */
  find(name: string): Promise<Tool | undefined>;
  /** Gives back what the tools hold in Databricks. Called once, after the last call has ended. */
  close(): Promise<void>;
}

/** Makes a surface of tools that are loaded once, on first use. */
export function surfaceOf(
  instructions: string,
  load: () => Promise<readonly Tool[]>,
  close: Surface["close"] = async () => {},
): Surface {
  let index: Promise<ReadonlyMap<string, Tool>> | undefined;
  const byName = () => {
    index ??= load().then((tools) => new Map(tools.map((tool) => [tool.name, tool])));
    return index;
  };
  return {
    instructions,
    tools: async () => [...(await byName()).values()],
    find: async (name) => (await byName()).get(name),
    close,
  };
}

/** The same surface without the tools that change something: they are not listed, and a call of one is refused. */
export function readOnly(surface: Surface): Surface {
  return {
    instructions: `${surface.instructions}\nThis server is read-only.`,
    tools: async () => (await surface.tools()).filter(onlyReads),
    find: async (name) => {
      const tool = await surface.find(name);
      return tool && !onlyReads(tool) ? refused(tool) : tool;
    },
    close: surface.close,
  };
}

function onlyReads(tool: Tool): boolean {
  return tool.annotations.readOnlyHint;
}

function refused(tool: Tool): Tool {
  const text = `${tool.name} is not available: databricks-mcp runs with --read-only, which only its user can change.`;
  return { ...tool, call: async () => errorAnswer(text) };
}
