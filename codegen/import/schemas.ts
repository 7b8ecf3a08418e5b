import type { GoType, Model, Struct } from "./go-models.ts";

/** A JSON Schema 2020-12 node, as OpenAPI 3.1 carries it. */
export type Schema = { readonly [key: string]: unknown };

/**
 * JSON forms of Go types. Durations are decimal seconds with an `s` ("3.5s") and field masks are comma-separated paths
 * (https://protobuf.dev/programming-guides/json/); their formats are in the OpenAPI registry
 * (https://spec.openapis.org/registry/format/).
 */
const SCALARS: Readonly<Record<string, Schema>> = {
  string: { type: "string" },
  boolean: { type: "boolean" },
  integer: { type: "integer" },
  int64: { type: "integer", format: "int64" },
  number: { type: "number" },
  any: {},
  timestamp: { type: "string", format: "date-time" },
  duration: { type: "string", format: "google-duration" },
  fieldMask: { type: "string", format: "google-fieldmask" },
  bytes: { type: "string", format: "binary" },
};

/** The schema of a type; named types are referred to, those of another service in its own document. */
export function typeSchema(type: GoType, home: string): Schema {
  if (type.kind === "array") return { type: "array", items: typeSchema(type.items, home) };
  if (type.kind === "map") return { type: "object", additionalProperties: typeSchema(type.items, home) };
  if (type.kind === "named") {
    const file = type.service === home ? "" : `${type.service}.json`;
    return { $ref: `${file}#/components/schemas/${type.name}` };
  }
  return SCALARS[type.kind] as Schema;
}

/** The component schema of a model. Fields of a struct that travel elsewhere than in JSON are left out. */
export function modelSchema(model: Model, home: string): Schema {
  if (model.kind === "enum") return { type: "string", enum: [...model.constants.values()] };
  if (model.kind === "alias") return typeSchema(model.type, home);
  return structSchema(model, home);
}

function structSchema(struct: Struct, home: string): Schema {
  const fields = struct.fields.filter(({ json }) => json);
  const required = fields.filter(({ json }) => json?.required).map(({ json }) => json?.name);
  return {
    type: "object",
    ...(required.length > 0 && { required }),
    ...(fields.length > 0 && {
      properties: Object.fromEntries(fields.map(({ json, type }) => [json?.name ?? "", typeSchema(type, home)])),
    }),
  };
}

/** Names of the models that a type leads to directly, with their services. */
export function namedTypes(type: GoType): { readonly service: string; readonly name: string }[] {
  if (type.kind === "named") return [type];
  return type.kind === "array" || type.kind === "map" ? namedTypes(type.items) : [];
}
