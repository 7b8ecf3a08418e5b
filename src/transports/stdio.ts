import { setTimeout as delay } from "node:timers/promises";
import { type ServeStdioOptions, serveStdio } from "@modelcontextprotocol/server/stdio";
import { StdioTransport } from "./stdio-transport.ts";
import { claimStdout } from "./stdout.ts";

/** How long cleaning up may take once the client has left, in milliseconds. Clients expect an exit within 2 s. */
const patience = 1600;

/**
 * Serves MCP over standard input and output until the client closes its end or SIGTERM or SIGINT arrives. Then calls
 * in flight are aborted, there is a moment to clean up, and the process exits with 0 even if something still holds it.
 *
 * @param factory makes the server once the connection's protocol era is known
 * @param cleanUp waits for what the aborted calls leave behind
 */
export async function serveOverStdio(
  factory: Parameters<typeof serveStdio>[0],
  cleanUp: () => Promise<void>,
): Promise<never> {
  const transport: StdioTransport = new StdioTransport(
    process.stdin,
    claimStdout(() => void transport.close()),
  );
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void transport.close());
  const onerror: ServeStdioOptions["onerror"] = (error) =>
    void process.stderr.write(`databricks-mcp: ${error.message}\n`);
  serveStdio(factory, { transport, onerror });
  await transport.closed;
  await Promise.race([cleanUp().catch(onerror), delay(patience)]);
  process.exit(0);
}
