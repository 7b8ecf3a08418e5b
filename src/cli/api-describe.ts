import { describeTool } from "../mcp/operations/describe-tool.ts";
import type { JsonSchema } from "../tools/tool.ts";
import { describeArguments, fieldsOf, renderFields, typeName } from "./argument-table.ts";
import type { CommonOptions } from "./common-options.ts";
import { writeJson, writeLine } from "./output.ts";
import { toolError } from "./tool-error.ts";

/** Options of `api describe`. */
export interface ApiDescribeOptions extends CommonOptions {
  readonly path?: string;
  readonly part?: string;
  readonly depth?: number;
}

/** Prints what an operation takes and answers, as `operation_describe` tells agents. @throws ToolError */
export async function describeApi(operation: string, options: ApiDescribeOptions): Promise<void> {
  const { path, part, depth, json } = options;
  const args = { operation, ...(path && { path }), ...(part && { part }), ...(depth && { depth }) };
  const noClient = () => {
    throw new Error("describing an operation needs no client");
  };
  const context = { client: noClient, signal: new AbortController().signal, progress: () => {} };
  const answer = await describeTool(({ tool }) => tool).call(args, context);
  if (answer.isError) throw toolError(answer.text);
  if (json || path) return writeJson(answer.structured, !json);
  await writeLine(inWords(answer.structured ?? {}));
}

function inWords({ id, summary, method, path, risk, scope, stage, deprecated, call_with, input, output }: JsonSchema) {
  const facts = [
    `${id}: ${summary}`,
    `${method} ${path}`,
    `risk: ${risk}, of the ${scope}${stage ? `, ${stage}` : ""}${deprecated ? ", deprecated" : ""}; tool: ${call_with}`,
  ];
  return [
    ...facts,
    "",
    describeArguments(schemaOf(input)),
    "",
    describeAnswer(schemaOf(output)),
    "",
    "Schemas: --json, and --path with --depth for parts of them.",
  ].join("\n");
}

/** The fields of the answer, or what it is instead of JSON: its `kind` is then none, bytes or text. */
function describeAnswer(output: JsonSchema): string {
  const fields = fieldsOf(output).map(([name = "", type = "", , description = ""]) => [name, type, description]);
  if (fields.length === 0) return `Answer: ${output.kind ?? typeName(output)}.`;
  return `Answer:\n${renderFields(["name", "type", "description"], fields)}`;
}

function schemaOf(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
