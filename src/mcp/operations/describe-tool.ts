import { type CatalogEntry, services } from "../../../generated/index.ts";
import type { JsonSchema, Tool, ToolAnswer } from "../../tools/tool.ts";
import { nearest } from "../nearest.ts";
import { errorAnswer, jsonAnswer } from "../result.ts";
import { jsonBytes } from "../shrink.ts";
import { findOperation } from "./directory.ts";
import { defaultDepth, viewSchema } from "./schema-view.ts";
import { type Located, propertiesOf, SchemaReader } from "./schema-walk.ts";

/** Limit of one description, in bytes. */
const budget = 12_000;

/** Names the tool that calls an operation. */
export type CallerName = (entry: CatalogEntry) => string;

/** Shows what one operation takes and answers. */
export function describeTool(caller: CallerName): Tool {
  return {
    name: "operation_describe",
    title: "Describe an operation",
    description:
      "Shows one operation of the Databricks REST API: its arguments and its result as JSON Schema, method, URL, risk, " +
      "and the tool that calls it. Deep objects are cut and marked x-describe-path: ask again with that path.",
    inputSchema: {
      type: "object",
      properties: {
        operation: { type: "string", description: "Operation id from operation_search, e.g. jobs.create." },
        path: { type: "string", description: "Show only the schema at this path, e.g. tasks[].new_cluster." },
        part: { type: "string", enum: ["input", "output"], description: "What path is in; default input." },
        depth: { type: "integer", minimum: 1, maximum: 12, description: `Levels of objects; default ${defaultDepth}.` },
      },
      required: ["operation"],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async call({ operation, path, part, depth }) {
      const found = await findOperation(String(operation));
      if ("problem" in found) return errorAnswer(found.problem);
      const levels = Number(depth ?? defaultDepth);
      if (path === undefined) return describe(found.entry, caller, levels);
      return describePart(found.entry, part === "output" ? "output" : "input", String(path), levels);
    },
  };
}

async function describe(entry: CatalogEntry, caller: CallerName, depth: number): Promise<ToolAnswer> {
  const { id, summary, method, path, risk, scope, stage, deprecated } = entry;
  const facts = { id, summary, method, path, risk, scope, stage, deprecated, call_with: caller(entry) };
  const { input: _, output, ...course } = (await schemasOf(entry)) ?? {};
  const inputView = await viewSchema(await partOf(entry, "input"), "", depth, budget - 3000);
  const left = budget - jsonBytes({ ...facts, ...course, input: inputView }) - 100;
  const outputView = output
    ? await viewSchema(await partOf(entry, "output"), "", depth, left)
    : await plainAnswer(entry);
  return jsonAnswer({ ...facts, ...course, input: inputView, output: outputView });
}

/** What an operation answers that answers no JSON. */
async function plainAnswer({ service, id }: CatalogEntry): Promise<object> {
  const operations = await services[service]?.operations();
  return { kind: "none", ...operations?.[id]?.answer };
}

async function describePart(
  entry: CatalogEntry,
  part: "input" | "output",
  path: string,
  depth: number,
): Promise<ToolAnswer> {
  const { schema, reader } = await partOf(entry, part);
  const located = await reader.at(schema, path);
  if (located)
    return jsonAnswer({ id: entry.id, part, path, schema: await viewSchema(located, path, depth, budget - 200) });
  const names = Object.keys(propertiesOf(schema));
  const near = nearest(path.split(/[.[{]/)[0] ?? path, names, 5);
  return errorAnswer(
    `${entry.id} has no ${part} at ${JSON.stringify(path)}. It begins with one of: ${(near.length > 0 ? near : names).join(", ")}`,
  );
}

async function partOf(entry: CatalogEntry, part: "input" | "output"): Promise<Located> {
  const schema: JsonSchema = (await schemasOf(entry))?.[part] ?? {};
  return new SchemaReader(entry.service).deref(schema);
}

async function schemasOf(entry: CatalogEntry) {
  const schemas = await services[entry.service]?.schemas();
  return schemas?.operations[entry.id];
}
