import type { Schema } from "../model/openapi.ts";
import { type SchemaIndex, schemaKey } from "../model/schema-refs.ts";
import type { ChangeLog, Release } from "./diff-changes.ts";

/** A schema, the service that it is seen from, and where it stands for readers. */
export interface Located {
  readonly schema: Schema;
  readonly home: string;
  readonly at: string;
}

/** Which way values of a schema travel. Callers must fit requests; answers must fit callers. */
export type Side = "request" | "response";

const VANISHES: Release = "major";

/**
 * Compares schemas by structure, so that a schema under another name is the same. Places are named after the component
 * schema they are in. One object compares one operation: what it has compared, it does not compare again.
 */
export class SchemaDiff {
  private readonly indexes: readonly [SchemaIndex, SchemaIndex];
  private readonly log: ChangeLog;
  private readonly operation: string;
  private readonly compared = new Set<string>();

  constructor(indexes: readonly [SchemaIndex, SchemaIndex], log: ChangeLog, operation: string) {
    this.indexes = indexes;
    this.log = log;
    this.operation = operation;
  }

  compare(older: Located, newer: Located, side: Side): void {
    const [a, b] = [resolve(this.indexes[0], older), resolve(this.indexes[1], newer)];
    const pair = `${side} ${a.at} ${b.at}`;
    if (older.schema.$ref && newer.schema.$ref && this.compared.has(pair)) return;
    this.compared.add(pair);
    const [before, after] = [typeText(a.schema), typeText(b.schema)];
    if (before === after) {
      this.compareValues(a.schema.enum, b, side);
      this.compareInner(a, b, side);
      this.compareFields(a, b, side);
    } else this.add(b.at, `${before} becomes ${after}`, "major");
  }

  private compareValues(
    before: readonly string[] | undefined,
    { schema: { enum: after }, at }: Located,
    side: Side,
  ): void {
    if (before && !after) this.add(at, "takes any string, no longer an enum", "minor");
    if (!before && after) this.add(at, "becomes an enum", side === "request" ? "major" : "minor");
    if (!before || !after) return;
    for (const value of before.filter((each) => !after.includes(each)))
      this.add(at, `value "${value}" vanishes`, side === "request" ? VANISHES : "minor");
    for (const value of after.filter((each) => !before.includes(each)))
      this.add(at, `value "${value}" appears`, "minor");
  }

  /** Items of lists and values of maps. */
  private compareInner(a: Located, b: Located, side: Side): void {
    const inner = (each: Located, schema: Schema, suffix: string): Located => ({
      ...each,
      schema,
      at: each.at + suffix,
    });
    if (a.schema.items && b.schema.items)
      this.compare(inner(a, a.schema.items, "[]"), inner(b, b.schema.items, "[]"), side);
    const [before, after] = [a.schema.additionalProperties, b.schema.additionalProperties];
    if (typeof before === "object" && typeof after === "object")
      this.compare(inner(a, before, ".*"), inner(b, after, ".*"), side);
  }

  private compareFields(a: Located, b: Located, side: Side): void {
    const [before, after] = [fields(a), fields(b)];
    for (const name of before.keys()) if (!after.has(name)) this.add(`${b.at}.${name}`, "vanishes", VANISHES);
    for (const [name, field] of after) {
      const earlier = before.get(name);
      if (!earlier) this.add(field.at, ...appearance(field.required, side));
      if (!earlier) continue;
      if (earlier.required !== field.required) this.add(field.at, ...necessity(field.required, side));
      this.compare(earlier, field, side);
    }
  }

  private add(subject: string, text: string, release: Release): void {
    this.log.add({ part: "fields", subject, text, release }, this.operation);
  }
}

function resolve(index: SchemaIndex, { schema, home, at }: Located): Located {
  const target = index.resolve(schema, home);
  return { schema: target.schema, home: target.home, at: target.ref ? schemaKey(target.ref) : at };
}

function fields({ schema, home, at }: Located): Map<string, Located & { readonly required: boolean }> {
  const required = new Set(schema.required);
  return new Map(
    Object.entries(schema.properties ?? {}).map(([name, each]) => [
      name,
      { schema: each, home, at: `${at}.${name}`, required: required.has(name) },
    ]),
  );
}

/** A new field or argument; one that must be given breaks those who do not know it. */
export function appearance(required: boolean, side: Side): [string, Release] {
  return [required ? "appears and is required" : "appears", required && side === "request" ? "major" : "minor"];
}

/** A field or argument that becomes required or optional. Answers are never refused for a missing field. */
export function necessity(required: boolean, side: Side): [string, Release] {
  return [required ? "becomes required" : "becomes optional", required && side === "request" ? "major" : "minor"];
}

function typeText({ type, format }: Schema): string {
  const name = [type ?? "any"].flat().join(" or ");
  return format ? `${name} (${format})` : name;
}
