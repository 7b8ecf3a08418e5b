import { setTimeout as delay } from "node:timers/promises";
import { Calls } from "../mcp/calls.ts";
import { createServer } from "../mcp/server.ts";
import { serveOverStdio } from "../transports/stdio.ts";
import { clientLoader } from "./client-loader.ts";
import type { WorkspaceOptions } from "./common-options.ts";
import { chooseSurface, type SurfaceOptions } from "./surface-choice.ts";

/** How long aborted calls may take to end before the tools give back what they hold, in milliseconds. */
const settling = 800;

/** Options of `databricks-mcp serve`. */
export interface ServeOptions extends SurfaceOptions, WorkspaceOptions {
  readonly maxResultBytes: number;
}

/**
 * Serves MCP over standard input and output until the client leaves. Host and credentials are looked for on the first
 * call, so that a missing one does not keep the server from starting; a local workspace starts with it, too.
 *
 * @throws UsageError for toolsets that do not exist
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { maxResultBytes } = options;
  const surface = await chooseSurface(options, maxResultBytes);
  const calls = new Calls();
  const { load: loadClient, redact, close } = clientLoader(options);
  const parts = { surface, loadClient, maxResultBytes, redact, calls };
  await serveOverStdio(
    () => createServer(parts),
    async () => {
      await Promise.race([calls.settled(), delay(settling)]);
      await surface.close();
      await close();
    },
  );
}
