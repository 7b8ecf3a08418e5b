import type { CatalogEntry, OperationSchemas, OperationTool } from "../../src/http/service.ts";
import type { Schema } from "../model/openapi.ts";
import type { ApiModel, OperationModel } from "../model/operations.ts";
import { parseRef } from "../model/schema-refs.ts";
import { fullSchema } from "../plan/input-schema.ts";
import { type GeneratedFile, jsonLines } from "./generated-file.ts";

/** The catalog, one operation a line. */
export function emitCatalog(model: ApiModel, entries: readonly CatalogEntry[]): GeneratedFile {
  const lines = entries.map((entry) => JSON.stringify(entry)).join(",\n");
  const aliases = JSON.stringify(Object.fromEntries([...model.aliases].sort(([a], [b]) => (a < b ? -1 : 1))));
  return {
    path: "catalog.json",
    content: `{"sdk":${JSON.stringify(model.sdkVersion)},"aliases":${aliases},"operations":[\n${lines}\n]}\n`,
  };
}

/** The tools of one service, one a line. */
export function emitTools(service: string, tools: readonly OperationTool[]): GeneratedFile {
  return { path: `${service}/tools.json`, content: `[\n${tools.map((tool) => JSON.stringify(tool)).join(",\n")}\n]\n` };
}

/** The whole schemas of one service: inputs and outputs of its operations, and the components they refer to. */
export function emitSchemas(service: string, operations: readonly OperationModel[], model: ApiModel): GeneratedFile {
  const refer = (schema: Schema): Schema => withDefs(schema, service) as Schema;
  const components = Object.entries(model.documents.get(service)?.components.schemas ?? {});
  const content = [
    `"operations":${jsonLines(operations.map((operation) => [operation.id, operationSchemas(operation, refer)]))}`,
    `"$defs":${jsonLines(components.map(([name, schema]) => [name, refer(schema)]))}`,
  ];
  return { path: `${service}/schemas.json`, content: `{${content.join(",\n")}}\n` };
}

function operationSchemas(operation: OperationModel, refer: (schema: Schema) => Schema): OperationSchemas {
  const { output } = operation;
  const { pagination, wait, longRunning } = operation.wire;
  return {
    input: fullSchema(operation.arguments, refer),
    ...(output && { output: refer(output) }),
    ...(pagination && { pagination: { ...pagination } }),
    ...(wait && { wait: { ...wait } }),
    ...(longRunning && { longRunning: { ...longRunning } }),
  };
}

/** `#/components/schemas/X` as `#/$defs/X`, and that of another service as `compute#/$defs/X`. */
function withDefs(node: unknown, home: string): unknown {
  if (Array.isArray(node)) return node.map((each) => withDefs(each, home));
  if (typeof node !== "object" || node === null) return node;
  const ref = (node as Schema).$ref;
  if (typeof ref === "string") {
    const { service, name } = parseRef(ref, home);
    return { $ref: `${service === home ? "" : service}#/$defs/${name}` };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withDefs(value, home)]));
}
