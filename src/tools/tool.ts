import type { DatabricksClient } from "../client/databricks-client.ts";

/** A JSON Schema 2020-12 object, as MCP carries it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The four behaviour hints of MCP, all said explicitly (https://modelcontextprotocol.io/specification, Tools). */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** What a tool may use while it works. */
export interface ToolContext {
  /** The client of the configured workspace; made on first use, so that listing tools needs no credentials. */
  client(): DatabricksClient;
  /** Aborts when the agent cancels the call or leaves. */
  readonly signal: AbortSignal;
  /** Tells the agent how far the work is; silently dropped when it did not ask. */
  progress(message: string): void;
}

/** What a tool answers: text for the model, and the same as data. Both stand alone. */
export interface ToolAnswer {
  readonly text: string;
  readonly structured?: Readonly<Record<string, unknown>>;
  readonly isError?: true;
}

/** A tool as the agent sees it, with the handler behind it. */
export interface Tool {
  /** `[a-z0-9_]{1,40}`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly annotations: ToolAnnotations;
  /** Arguments have passed `inputSchema`. Errors thrown here become `isError` answers. */
  call(args: Readonly<Record<string, unknown>>, context: ToolContext): Promise<ToolAnswer>;
}
