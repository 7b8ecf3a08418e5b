import type { Schema } from "./openapi.ts";
import { type SchemaIndex, schemaKey } from "./schema-refs.ts";

/**
 * Paths of the int64 values inside an argument, in the notation of `Operation.int64`. A schema that holds its own kind
 * (a task with a for-each task) is followed once.
 */
export function int64Paths(
  path: string,
  schema: Schema,
  home: string,
  schemas: SchemaIndex,
  trail: readonly string[] = [],
): string[] {
  const { schema: target, home: owner, ref } = schemas.resolve(schema, home);
  const key = ref && schemaKey(ref);
  if (key && trail.filter((each) => each === key).length > 1) return [];
  const deeper = key ? [...trail, key] : trail;
  if (target.format === "int64") return [path];
  const follow = (suffix: string, inner: Schema): string[] => int64Paths(path + suffix, inner, owner, schemas, deeper);
  if (target.items) return follow("[]", target.items);
  if (typeof target.additionalProperties === "object") return follow(".*", target.additionalProperties);
  return Object.entries(target.properties ?? {}).flatMap(([name, inner]) => follow(`.${name}`, inner));
}
