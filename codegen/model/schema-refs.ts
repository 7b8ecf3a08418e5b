import type { OpenApiDocument, Schema } from "./openapi.ts";

/** A component schema by the service that owns it. */
export interface SchemaName {
  readonly service: string;
  readonly name: string;
}

/** `#/components/schemas/Task` or `compute.json#/components/schemas/ClusterSpec`, seen from a service. */
export function parseRef(ref: string, home: string): SchemaName {
  const match = /^(?:(\w+)\.json)?#\/components\/schemas\/(\w+)$/.exec(ref);
  if (!match?.[2]) throw new Error(`not a reference to a component schema: ${ref}`);
  return { service: match[1] ?? home, name: match[2] };
}

/** Finds component schemas across services. */
export class SchemaIndex {
  private readonly documents: ReadonlyMap<string, OpenApiDocument>;

  constructor(documents: ReadonlyMap<string, OpenApiDocument>) {
    this.documents = documents;
  }

  /** @throws Error when there is no such component */
  get({ service, name }: SchemaName): Schema {
    const schema = this.documents.get(service)?.components.schemas[name];
    if (!schema) throw new Error(`${service}.json has no component schema ${name}`);
    return schema;
  }

  /** The schema itself, or what it refers to. */
  resolve(schema: Schema, home: string): { readonly schema: Schema; readonly home: string; readonly ref?: SchemaName } {
    if (typeof schema.$ref !== "string") return { schema, home };
    const ref = parseRef(schema.$ref, home);
    return { schema: this.get(ref), home: ref.service, ref };
  }

  /** Every component that schemas lead to, themselves excluded, in code-unit order of `<service>.<name>`. */
  closure(schemas: readonly Schema[], home: string): SchemaName[] {
    const seen = new Map<string, SchemaName>();
    const visit = (schema: Schema, from: string): void => {
      for (const ref of directRefs(schema, from)) {
        const key = schemaKey(ref);
        if (seen.has(key)) continue;
        seen.set(key, ref);
        visit(this.get(ref), ref.service);
      }
    };
    for (const schema of schemas) visit(schema, home);
    return [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
  }
}

/** One text for each component: `compute.ClusterSpec`. */
export const schemaKey = ({ service, name }: SchemaName): string => `${service}.${name}`;

/** References inside one schema, not followed. */
export function directRefs(schema: Schema, home: string): SchemaName[] {
  if (typeof schema.$ref === "string") return [parseRef(schema.$ref, home)];
  const { items, additionalProperties, properties } = schema;
  const inner = [
    ...(items ? [items] : []),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
    ...Object.values(properties ?? {}),
  ];
  return inner.flatMap((each) => directRefs(each, home));
}
