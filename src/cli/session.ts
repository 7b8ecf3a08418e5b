import { type CallToolResult, InMemoryTransport, type JSONRPCMessage } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Calls } from "../mcp/calls.ts";
import { createServer, type ServerParts } from "../mcp/server.ts";
import type { JsonSchema, ToolAnnotations } from "../tools/tool.ts";
import { ToolError } from "./tool-error.ts";

/** What a request of protocol revision 2026-07-28 says of its sender. */
const envelope = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "databricks-mcp-command-line", version: "1" },
};

/** A tool as `tools/list` shows it. */
export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly annotations: ToolAnnotations;
}

/** How a call is watched and ended. */
export interface CallWatch {
  readonly signal: AbortSignal;
  progress(message: string): void;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
  progress?(message: string): void;
}

/** An MCP connection to a server in this process: a person's call goes the way of an agent's. */
export class Session {
  readonly #calls: Calls;
  readonly #transport: InMemoryTransport;
  readonly #waiting = new Map<unknown, Waiting>();
  #id = 0;

  private constructor(calls: Calls, transport: InMemoryTransport) {
    this.#calls = calls;
    this.#transport = transport;
    transport.onmessage = (message) => this.#receive(message);
  }

  /** Connects to a server made of these parts. */
  static async open(parts: ServerParts): Promise<Session> {
    const [here, there] = InMemoryTransport.createLinkedPair();
    const session = new Session(parts.calls, here);
    serveStdio(() => createServer(parts), { transport: there });
    await here.start();
    return session;
  }

  /** All pages of `tools/list`. */
  async tools(): Promise<ListedTool[]> {
    const all: ListedTool[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = (await this.#request("tools/list", cursor === undefined ? {} : { cursor })) as ToolPage;
      all.push(...page.tools);
      cursor = page.nextCursor;
    }
    return all;
  }

  /**
   * Calls a tool. An abort cancels the call on the server and waits until it has cleaned up.
   *
   * @throws ToolError for a protocol error; the signal's reason
   */
  async call(name: string, args: Readonly<Record<string, unknown>>, { signal, progress }: CallWatch) {
    signal.throwIfAborted();
    const requestId = this.#id + 1;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => void this.#cancel(requestId).then(() => reject(signal.reason)));
    });
    const answer = this.#request("tools/call", { name, arguments: args }, progress);
    return (await Promise.race([answer, aborted])) as CallToolResult;
  }

  async #cancel(requestId: number): Promise<void> {
    await this.#transport.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } });
    await this.#calls.settled();
  }

  async #request(method: string, params: object, progress?: Waiting["progress"]): Promise<unknown> {
    this.#id += 1;
    const id = this.#id;
    const _meta = { ...envelope, ...(progress && { progressToken: id }) };
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, ...(progress && { progress }) });
    });
    await this.#transport.send({ jsonrpc: "2.0", id, method, params: { ...params, _meta } });
    return answer;
  }

  #receive(message: JSONRPCMessage): void {
    if ("method" in message) {
      const { progressToken, message: text } = message.params ?? {};
      if (typeof text === "string") this.#waiting.get(progressToken)?.progress?.(text);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("result" in message) waiting?.resolve(message.result);
    else waiting?.reject(new ToolError(message.error.message));
  }
}

interface ToolPage {
  readonly tools: readonly ListedTool[];
  readonly nextCursor?: string;
}
