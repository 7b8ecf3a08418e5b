import { coreSurface } from "../mcp/core-surface.ts";
import { readOnly, type Surface } from "../mcp/surface.ts";
import { UsageError } from "./usage-error.ts";

/** Options that choose the tools to show. */
export interface SurfaceOptions {
  readonly surface?: "core" | "operations";
  readonly toolsets?: readonly string[];
  readonly readOnly?: true;
}

/**
 * The surface that the options choose.
 *
 * @throws UsageError for toolsets that do not exist
 */
export async function chooseSurface(options: SurfaceOptions, maxResultBytes: number): Promise<Surface> {
  const wide = options.surface === "operations" || options.toolsets;
  const surface = wide ? await operations(options, maxResultBytes) : coreSurface(maxResultBytes);
  return options.readOnly ? readOnly(surface) : surface;
}

async function operations({ surface, toolsets = ["all"] }: SurfaceOptions, maxResultBytes: number): Promise<Surface> {
  if (surface === "core") throw new UsageError("--toolsets belongs to --surface operations");
  const { operationsSurface, toolsetNames } = await import("../mcp/operations-surface.ts");
  const unknown = toolsets.filter((name) => name !== "all" && !toolsetNames.includes(name));
  if (unknown.length > 0 || toolsets.length === 0) {
    throw new UsageError(`unknown toolset ${unknown.join(", ") || "''"}; there are: all, ${toolsetNames.join(", ")}`);
  }
  return operationsSurface(toolsets.includes("all") ? toolsetNames : toolsets, maxResultBytes);
}
