import { Calls } from "../mcp/calls.ts";
import { nearest } from "../mcp/nearest.ts";
import { allOperations } from "../mcp/operations/directory.ts";
import { defaultResultBytes } from "../mcp/result.ts";
import { describeArguments } from "./argument-table.ts";
import type { CommonOptions } from "./common-options.ts";
import { writeJson, writeLine } from "./output.ts";
import { type ListedTool, Session } from "./session.ts";
import { chooseSurface, type SurfaceOptions } from "./surface-choice.ts";
import { renderColumns, terminalWidth, wrapped } from "./text-table.ts";
import { UsageError } from "./usage-error.ts";

/** Options of `tools`. */
export interface ToolsOptions extends CommonOptions, SurfaceOptions {}

/** Lists the tools of a surface, as the server lists them. */
export async function listTools(options: ToolsOptions): Promise<void> {
  const tools = await toolsOf(options);
  if (options.json) return writeJson(tools);
  const rows = tools.map((tool) => [tool.name, behaviour(tool), firstSentence(tool.description)]);
  await writeLine(renderColumns(["tool", "risk", "description"], rows, { width: terminalWidth(), wrap: true }));
}

/** Shows one tool. @throws UsageError when the surface has none of that name */
export async function describeTool(name: string, options: ToolsOptions): Promise<void> {
  const tools = await toolsOf(options);
  const others = options.surface || options.toolsets ? [] : await operationTools();
  const tool = tools.find((each) => each.name === name) ?? (await operationTool(name, others, options));
  if (!tool) throw unknownTool(name, [...tools, ...others]);
  if (options.json) return writeJson(tool);
  const description = tool.description.split("\n").flatMap((line) => wrapped(line, terminalWidth() ?? Infinity));
  const facts = `${tool.name}: ${tool.title}\n\n${description.join("\n")}\n\nIt ${behaviourInWords(tool)}.`;
  await writeLine(`${facts}\n\n${describeArguments(tool.inputSchema)}`);
}

/** The error for a name that no tool has, with those most like it. */
export function unknownTool(name: string, tools: readonly { readonly name: string }[]): UsageError {
  const near = nearest(
    name,
    tools.map((tool) => tool.name),
  );
  const hint = near.length > 0 ? `Nearest: ${near.join(", ")}.` : "databricks-mcp tools lists them.";
  return new UsageError(`unknown tool '${name}'`, hint);
}

/** Names and services of the tools of the operations surface. */
export async function operationTools(): Promise<{ readonly name: string; readonly service: string }[]> {
  return (await allOperations()).map(({ tool, service }) => ({ name: tool, service }));
}

/** Unless the options choose a surface, a tool of any operation is found too. */
async function operationTool(name: string, others: Awaited<ReturnType<typeof operationTools>>, options: ToolsOptions) {
  const other = others.find((each) => each.name === name);
  const tools = other ? await toolsOf({ ...options, surface: "operations", toolsets: [other.service] }) : [];
  return tools.find((each) => each.name === name);
}

async function toolsOf(options: ToolsOptions): Promise<ListedTool[]> {
  const surface = await chooseSurface(options, defaultResultBytes);
  const loadClient = () => Promise.reject(new Error("listing tools needs no client"));
  const parts = { surface, loadClient, maxResultBytes: defaultResultBytes, redact: String, calls: new Calls() };
  return (await Session.open(parts)).tools();
}

function behaviour({ annotations }: ListedTool): string {
  if (annotations.readOnlyHint) return "read";
  return annotations.destructiveHint ? "destructive" : "write";
}

function behaviourInWords({ annotations }: ListedTool): string {
  if (annotations.readOnlyHint) return "only reads";
  const destroys = annotations.destructiveHint ? "may destroy data, run code or cost money" : "changes something";
  return `${destroys}${annotations.idempotentHint ? "; doing it twice is like doing it once" : ""}`;
}

function firstSentence(text: string): string {
  return /^.*?(?<!e\.g)\.(?=\s|$)/s.exec(text)?.[0].replace(/\s+/g, " ") ?? text;
}
