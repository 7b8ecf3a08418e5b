import { CLIENT_INFO_META_KEY, type Server, type ServerContext } from "@modelcontextprotocol/server";

/** The name that the client gives itself: the stateless revision tells it with every request, older ones at `initialize`. */
export function clientName(server: Server, { mcpReq }: ServerContext): string | undefined {
  const envelope: Readonly<Record<string, unknown>> = { ...mcpReq.envelope };
  const { name } = { name: undefined, ...(envelope[CLIENT_INFO_META_KEY] ?? server.getClientVersion()) };
  return typeof name === "string" ? name : undefined;
}
