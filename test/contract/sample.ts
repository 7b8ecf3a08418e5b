import type { Operation, Parameter } from "../../src/http/operation.ts";
import type { SchemaNode, ServiceSchemas } from "../../src/http/service.ts";

/** Finds the schemas of a service, loaded before. */
export type SchemasOf = (service: string) => ServiceSchemas;

/** Which arguments a sample gives: those that must be given, or all. */
export type Extent = "required" | "all";

/** Objects below this depth of an optional argument stay empty where they may. */
const DEEPEST = 4;

/** Arguments for an operation, made up from its schema; the same every time. */
export function sampleArguments(
  operation: Operation,
  service: string,
  schemas: SchemasOf,
  extent: Extent,
): Record<string, unknown> {
  const input = schemas(service).operations[operation.id]?.input ?? {};
  const args = sampleObject(input, service, schemas, extent, 0);
  for (const parameter of operation.parameters) {
    const value = parameterSample(parameter);
    if (value !== undefined && parameter.name in args) args[parameter.name] = value;
  }
  if (operation.body?.kind === "bytes") args[operation.body.argument] = new TextEncoder().encode("contents");
  return args;
}

/** Values that a schema does not tell: resource names by their pattern, files by one segment. */
function parameterSample({ style, pattern }: Parameter): string | undefined {
  if (style === "file") return "/sample";
  return style === "resource" ? pattern?.replace("{...}/", "").replaceAll(/\{[^{}]+\}/g, "sample") : undefined;
}

function sample(schema: SchemaNode, service: string, schemas: SchemasOf, extent: Extent, depth: number): unknown {
  if (typeof schema.$ref === "string") return sampleReference(schema.$ref, service, schemas, extent, depth);
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== "null") : schema.type;
  switch (type) {
    case "string":
      return schema.format === "date-time" ? "2026-01-02T03:04:05Z" : "sample";
    case "integer":
      return 7;
    case "number":
      return 0.5;
    case "boolean":
      return true;
    case "array":
      return depth > DEEPEST ? [] : [sample(schema.items as SchemaNode, service, schemas, extent, depth + 1)];
    case "object":
      return sampleObject(schema, service, schemas, extent, depth);
    default:
      return { any: "value" };
  }
}

function sampleReference(ref: string, service: string, schemas: SchemasOf, extent: Extent, depth: number): unknown {
  const [owner = "", name = ""] = ref.split("#/$defs/");
  const home = owner || service;
  const target = schemas(home).$defs[name];
  if (!target) throw new Error(`${ref} is not in generated/${home}/schemas.json`);
  return sample(target, home, schemas, extent, depth);
}

function sampleObject(
  schema: SchemaNode,
  service: string,
  schemas: SchemasOf,
  extent: Extent,
  depth: number,
): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, SchemaNode>;
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const wanted = Object.entries(properties).filter(
    ([name]) => required.has(name) || (extent === "all" && depth <= DEEPEST),
  );
  const values = schema.additionalProperties as SchemaNode | false | undefined;
  const entries = wanted.map(([name, each]) => [name, sample(each, service, schemas, extent, depth + 1)]);
  if (values && depth <= DEEPEST) entries.push(["key", sample(values, service, schemas, extent, depth + 1)]);
  return Object.fromEntries(entries);
}
