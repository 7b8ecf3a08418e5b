import { type OperationTool, services } from "../../generated/index.ts";
import type { Tool } from "../tools/tool.ts";
import { checked, parseTexts } from "./arguments.ts";
import { instructions } from "./instructions.ts";
import { describeTool } from "./operations/describe-tool.ts";
import { runOperation } from "./operations/run.ts";
import { searchTool } from "./operations/search-tool.ts";
import { type Surface, surfaceOf } from "./surface.ts";

/** The toolsets of the operations surface: one per service of the API. */
export const toolsetNames: readonly string[] = Object.keys(services).sort();

/**
 * One tool per operation of the chosen toolsets, with search and description in front.
 *
 * @param toolsets some of {@link toolsetNames}
 * @param maxResultBytes limit of one answer's text
 */
export function operationsSurface(toolsets: readonly string[], maxResultBytes: number): Surface {
  const chosen = toolsetNames.filter((name) => toolsets.includes(name));
  return surfaceOf(instructions.operations, async () => {
    const lists = await Promise.all(chosen.map((name) => services[name]?.tools() ?? []));
    const operations = lists.flat().map((tool) => operationTool(tool, maxResultBytes));
    return [checked(searchTool(callerIn(chosen))), checked(describeTool(callerIn(chosen))), ...operations];
  });
}

function operationTool({ operation, ...tool }: OperationTool, maxResultBytes: number): Tool {
  return {
    ...tool,
    call: (args, context) => runOperation(operation, parseTexts(args, tool.inputSchema), context, maxResultBytes),
  };
}

function callerIn(toolsets: readonly string[]) {
  return ({ service, tool }: { readonly service: string; readonly tool: string }) =>
    toolsets.includes(service) ? tool : `none: start databricks-mcp with --toolsets ${service}`;
}
