import type { Schema } from "../model/openapi.ts";
import type { ArgumentModel } from "../model/operations.ts";
import type { SchemaIndex } from "../model/schema-refs.ts";

/** Bytes that one input schema may take in a list of tools. */
const LIST_SCHEMA_BYTES = 4096;

/** Levels of objects tried in turn until a schema fits. */
const DEPTHS = [4, 3, 2, 1, 0];

/**
 * The list form of an operation's input: a flat object with every argument at the top, nested objects spelled as deep as
 * the budget allows. Below that an object is only `{"type":"object"}`; `operation_describe` has the rest.
 */
export function listSchema(args: readonly ArgumentModel[], home: string, schemas: SchemaIndex): Schema {
  for (const depth of DEPTHS) {
    const schema = rootSchema(args, (each) => inline(each.schema, home, schemas, depth));
    if (byteLength(schema) <= LIST_SCHEMA_BYTES) return schema;
  }
  return rootSchema(args, (each) => onlyType(inline(each.schema, home, schemas, 0)));
}

/** The whole input of an operation, with references. */
export function fullSchema(args: readonly ArgumentModel[], refer: (schema: Schema) => Schema): Schema {
  return rootSchema(args, (each) => refer(each.schema));
}

function rootSchema(args: readonly ArgumentModel[], spell: (argument: ArgumentModel) => Schema): Schema {
  const required = args.filter((each) => each.required).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(args.map((each) => [each.name, withPattern(spell(each), each)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

const onlyType = ({ type }: Schema): Schema => (type ? { type } : {});

/** The form of a resource name is worth its bytes: nobody guesses it. */
const withPattern = (schema: Schema, { pattern }: ArgumentModel): Schema =>
  pattern ? { ...schema, description: `Form: ${pattern}` } : schema;

const byteLength = (schema: Schema): number => Buffer.byteLength(JSON.stringify(schema));

/**
 * JSON Schema of a schema of `specs/`, references replaced by what they refer to down to a depth. Integers of 64 bits may
 * come as digits in a string, since a JSON number loses them in many clients.
 */
function inline(schema: Schema, home: string, schemas: SchemaIndex, depth: number): Schema {
  const { schema: target, home: owner } = schemas.resolve(schema, home);
  const next = (inner: Schema, level: number): Schema => inline(inner, owner, schemas, level);
  if (target.format === "int64") return { type: ["integer", "string"] };
  if (target.format === "binary") return { type: "string", description: "Base64" };
  if (target.items) return { type: "array", items: next(target.items, depth) };
  if (target.type !== "object")
    return target.enum ? { type: "string", enum: target.enum } : target.type ? { type: target.type } : {};
  if (typeof target.additionalProperties === "object")
    return { type: "object", additionalProperties: next(target.additionalProperties, depth) };
  if (depth === 0 || !target.properties) return { type: "object" };
  const properties = Object.entries(target.properties).map(([name, inner]) => [name, next(inner, depth - 1)]);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(target.required && { required: target.required }),
  };
}
