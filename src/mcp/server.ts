import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  specTypeSchemas,
} from "@modelcontextprotocol/server";
import manifest from "../../package.json" with { type: "json" };
import type { DatabricksClient } from "../client/databricks-client.ts";
import type { Redact } from "../errors/redact.ts";
import type { Tool, ToolAnswer } from "../tools/tool.ts";
import type { Calls } from "./calls.ts";
import { clientName } from "./client-name.ts";
import { failure } from "./failure.ts";
import { page } from "./pages.ts";
import { Progress } from "./progress.ts";
import { toCallToolResult } from "./result.ts";
import type { Surface } from "./surface.ts";

/** How long a client may keep the tool list, in milliseconds; the list lasts as long as the process. */
const listTtl = 300_000;

/** What a server is made of. */
export interface ServerParts {
  readonly surface: Surface;
  /**
   * Loads the client's code; what it answers makes the client, or throws ConfigError when settings are missing.
   *
   * @param agent name of the MCP client, as it gives it
   */
  readonly loadClient: (agent: string | undefined) => Promise<() => DatabricksClient>;
  /** Limit of one answer's text, in bytes. */
  readonly maxResultBytes: number;
  /** Takes secrets out of error messages. */
  readonly redact: Redact;
  /** Where calls in flight are counted. */
  readonly calls: Calls;
}

/**
 * Makes an MCP server for one connection. The same server speaks every protocol revision. Discovery, `initialize` and
 * `tools/list` need no network, no credentials and no validator.
 */
export function createServer(parts: ServerParts): Server {
  const { surface, calls } = parts;
  const server = new Server(
    { name: manifest.name, title: "Databricks", version: manifest.version, description: manifest.description },
    {
      capabilities: { tools: {} },
      instructions: surface.instructions,
      cacheHints: {
        "server/discover": { ttlMs: listTtl, cacheScope: "public" },
        "tools/list": { ttlMs: listTtl, cacheScope: "public" },
      },
    },
  );
  server.setRequestHandler("tools/list", { params: specTypeSchemas.PaginatedRequestParams }, async ({ cursor }) => {
    const { items, ...next } = page(await surface.tools(), cursor);
    return { tools: items.map(listed), ...next };
  });
  server.setRequestHandler("tools/call", async ({ params }, context) => {
    const tool = await surface.find(params.name);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
    const loadClient = () => parts.loadClient(clientName(server, context));
    const answer = await calls.track(call(tool, params.arguments ?? {}, context, { ...parts, loadClient }));
    return toCallToolResult(answer, parts.maxResultBytes);
  });
  return server;
}

function listed({ name, title, description, inputSchema, annotations }: Tool) {
  return { name, title, description, inputSchema: { ...inputSchema, type: "object" as const }, annotations };
}

async function call(
  tool: Tool,
  args: Readonly<Record<string, unknown>>,
  { mcpReq }: ServerContext,
  { loadClient, redact }: Pick<ServerParts, "redact"> & { loadClient: () => ReturnType<ServerParts["loadClient"]> },
): Promise<ToolAnswer> {
  const progress = new Progress(mcpReq);
  try {
    const client = await loadClient();
    return await tool.call(args, { client, signal: mcpReq.signal, progress: (message) => progress.send(message) });
  } catch (error) {
    return failure(tool.name, error, redact);
  } finally {
    progress.end();
  }
}
