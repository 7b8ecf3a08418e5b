import { shutdown, tools } from "../tools/index.ts";
import { checked } from "./arguments.ts";
import { instructions } from "./instructions.ts";
import { readTool, writeTool } from "./operations/call-tools.ts";
import { describeTool } from "./operations/describe-tool.ts";
import { searchTool } from "./operations/search-tool.ts";
import { type Surface, surfaceOf } from "./surface.ts";

/**
 * The default surface: the curated tools, and four that reach every operation. It fits one page.
 *
 * @param maxResultBytes limit of one answer's text
 */
export function coreSurface(maxResultBytes: number): Surface {
  const general = [searchTool(caller), describeTool(caller), readTool(maxResultBytes), writeTool(maxResultBytes)];
  return surfaceOf(instructions.core, async () => [...tools, ...general].map(checked), shutdown);
}

function caller({ risk }: { readonly risk: string }): string {
  return risk === "read" ? "operation_read" : "operation_write";
}
