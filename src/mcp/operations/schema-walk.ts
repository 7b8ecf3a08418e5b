import { services } from "../../../generated/index.ts";
import type { JsonSchema } from "../../tools/tool.ts";

/** Reads the schemas of one service; a `$ref` may lead into another one, which is loaded then. */
export class SchemaReader {
  readonly #service: string;

  /** @param service the service whose schemas `#/$defs/…` means */
  constructor(service: string) {
    this.#service = service;
  }

  /** The schema that a `$ref` names, with the reader for the refs inside it; a schema without one is itself. */
  async deref(schema: JsonSchema): Promise<Located> {
    const ref = schema.$ref;
    if (typeof ref !== "string") return { schema, reader: this };
    const [service = "", name = ""] = ref.split("#/$defs/");
    const reader = service === "" ? this : new SchemaReader(service);
    const defs = (await services[reader.#service]?.schemas())?.$defs;
    const { $ref: _, ...beside } = schema;
    return { schema: { ...defs?.[name], ...beside }, reader, name: `${reader.#service}.${name}` };
  }

  /** The schema at a path such as `tasks[].new_cluster`; `[]` enters an array, `{}` the values of a map. */
  async at(schema: JsonSchema, path: string): Promise<Located | undefined> {
    let here: Located | undefined = await this.deref(schema);
    for (const step of stepsOf(path)) {
      if (!here) return undefined;
      const next: JsonSchema | undefined = await enter(here, step);
      here = next && (await here.reader.deref(next));
    }
    return here;
  }
}

/** A schema, the reader for the refs inside it, and its name if it has one. */
export interface Located {
  readonly schema: JsonSchema;
  readonly reader: SchemaReader;
  readonly name?: string;
}

/** The fields of an object schema, by name. */
export function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
}

function stepsOf(path: string): string[] {
  return path.match(/\[\]|\{\}|[^.[\]{}]+/g) ?? [];
}

async function enter({ schema }: Located, step: string): Promise<JsonSchema | undefined> {
  if (step === "[]") return objectOrNothing(schema.items);
  if (step === "{}") return objectOrNothing(schema.additionalProperties);
  return propertiesOf(schema)[step];
}

function objectOrNothing(value: unknown): JsonSchema | undefined {
  return typeof value === "object" && value !== null ? (value as JsonSchema) : undefined;
}
