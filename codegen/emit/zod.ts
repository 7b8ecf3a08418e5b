import { type JsonSchema, jsonSchemaToZod } from "json-schema-to-zod";
import type { Schema } from "../model/openapi.ts";
import { parseRef, type SchemaName } from "../model/schema-refs.ts";

/** Constant that holds the check of a component. The dollar keeps it apart from `Function`, `Map` and other globals. */
export const validatorName = ({ name }: SchemaName): string => `$${name}`;

/**
 * Spells a schema as a zod expression. json-schema-to-zod does the spelling; where it would say less than the schema
 * does, we say it: references (it knows none), 64-bit integers (digits in a string are fine), values of any kind,
 * and objects with known properties (a misspelt one is an error, not dropped).
 */
export function zodExpression(schema: Schema, home: string): string {
  return jsonSchemaToZod(closed(schema) as JsonSchema, {
    noImport: true,
    zodVersion: 4,
    parserOverride: (each) => override(each as Schema, home),
  }).trim();
}

function override(schema: Schema, home: string): string | undefined {
  if (typeof schema.$ref === "string") return `z.lazy(() => ${validatorName(parseRef(schema.$ref, home))})`;
  if (schema.format === "int64") return "int64";
  if (schema.format === "binary") return "bytes";
  if (Object.keys(schema).length === 0) return "z.json()";
  if (schema.type === "object" && !schema.properties && !schema.additionalProperties)
    return "z.record(z.string(), z.json())";
  return undefined;
}

/** Objects with properties take no others, and formats of text are the server's to judge. */
function closed(schema: Schema): Schema {
  if (schema.format && schema.format !== "int64" && schema.format !== "binary") {
    const { format: _, ...rest } = schema;
    return rest;
  }
  const { items, properties, additionalProperties } = schema;
  return {
    ...schema,
    ...(items && { items: closed(items) }),
    ...(typeof additionalProperties === "object" && { additionalProperties: closed(additionalProperties) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, closed(each)])),
      additionalProperties: false,
    }),
  };
}
