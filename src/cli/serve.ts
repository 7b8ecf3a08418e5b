import { setTimeout as delay } from "node:timers/promises";
import type { DatabricksClient } from "../client/databricks-client.ts";
import { redactor } from "../errors/redact.ts";
import { Calls } from "../mcp/calls.ts";
import { coreSurface } from "../mcp/core-surface.ts";
import { createServer } from "../mcp/server.ts";
import { readOnly, type Surface } from "../mcp/surface.ts";
import { serveOverStdio } from "../transports/stdio.ts";

/** How long aborted calls may take to end before the tools give back what they hold, in milliseconds. */
const settling = 800;

/** Options of `databricks-mcp serve`. */
export interface ServeOptions {
  readonly surface?: "core" | "operations";
  readonly toolsets?: readonly string[];
  readonly readOnly?: true;
  readonly maxResultBytes: number;
  /** Profile of the configuration file, instead of what the environment or the file choose. */
  readonly profile?: string;
}

/** The command line asks for something that does not exist. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/**
 * Serves MCP over standard input and output until the client leaves. Host and credentials are looked for on the first
 * call, so that a missing one does not keep the server from starting.
 *
 * @throws UsageError for toolsets that do not exist
 */
export async function serve(options: ServeOptions): Promise<void> {
  const surface = await chooseSurface(options);
  const { maxResultBytes } = options;
  const calls = new Calls();
  const redact = redactor([process.env.DATABRICKS_TOKEN ?? "", process.env.DATABRICKS_CLIENT_SECRET ?? ""]);
  const loadClient = clientLoader(options);
  const parts = { surface, loadClient, maxResultBytes, redact, calls };
  await serveOverStdio(
    () => createServer(parts),
    async () => {
      await Promise.race([calls.settled(), delay(settling)]);
      await surface.close();
    },
  );
}

async function chooseSurface(options: ServeOptions): Promise<Surface> {
  const wide = options.surface === "operations" || options.toolsets;
  const surface = wide ? await operations(options) : coreSurface(options.maxResultBytes);
  return options.readOnly ? readOnly(surface) : surface;
}

async function operations({ surface, toolsets = ["all"], maxResultBytes }: ServeOptions): Promise<Surface> {
  if (surface === "core") throw new UsageError("--toolsets belongs to --surface operations");
  const { operationsSurface, toolsetNames } = await import("../mcp/operations-surface.ts");
  const unknown = toolsets.filter((name) => name !== "all" && !toolsetNames.includes(name));
  if (unknown.length > 0 || toolsets.length === 0) {
    throw new UsageError(`unknown toolset ${unknown.join(", ") || "''"}; there are: all, ${toolsetNames.join(", ")}`);
  }
  return operationsSurface(toolsets.includes("all") ? toolsetNames : toolsets, maxResultBytes);
}

/** Loads the client's code once and makes the client on its first use; a failure is tried again on the next. */
function clientLoader({ profile }: ServeOptions): () => Promise<() => DatabricksClient> {
  let client: DatabricksClient | undefined;
  return async () => {
    const { DatabricksClient } = await import("../client/databricks-client.ts");
    return () => {
      client ??= new DatabricksClient(profile ? { profile } : {});
      return client;
    };
  };
}
