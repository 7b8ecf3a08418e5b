import type { JsonSchema } from "../../tools/tool.ts";
import { jsonBytes } from "../shrink.ts";
import { type Located, propertiesOf } from "./schema-walk.ts";

/** Levels of objects inside objects that are shown when nothing else is asked for. */
export const defaultDepth = 6;

/** Stands in a cut schema for the path to ask for. */
const cutMark = "x-describe-path";

/** How a schema is shown. */
interface Lens {
  /** Levels of objects left to show. */
  readonly depth: number;
  /** Longest description, in characters. */
  readonly words: number;
}

/**
 * Writes a schema out with its refs, as deep as a byte budget allows. An object that is cut carries `x-describe-path`,
 * a type that contains itself `x-recursive`.
 *
 * @param path where the schema stands in the operation's arguments or result
 */
export async function viewSchema(located: Located, path: string, depth: number, budget: number): Promise<unknown> {
  let view: unknown;
  for (const lens of lenses(depth)) {
    view = await write(located, path, lens, []);
    if (jsonBytes(view) <= budget) return view;
  }
  return view;
}

/** From what was asked for to the least that is useful: fewer levels first, then fewer words. */
function lenses(depth: number): Lens[] {
  const levels = Array.from({ length: depth }, (_, index) => depth - index);
  return [
    ...levels.map((level) => ({ depth: level, words: 2000 })),
    ...levels.filter((level) => level <= 2).map((level) => ({ depth: level, words: 160 })),
    { depth: 1, words: 60 },
    { depth: 1, words: 0 },
  ];
}

async function write(
  { schema, reader, name }: Located,
  path: string,
  lens: Lens,
  trail: readonly string[],
): Promise<unknown> {
  const described = shortened(schema, lens.words);
  if (name !== undefined && trail.includes(name)) return { ...outline(described), "x-recursive": name };
  if (hasFields(schema) && lens.depth === 0) return { ...outline(described), [cutMark]: path };
  const inside = name === undefined ? trail : [...trail, name];
  const child = async (value: unknown, step: string, next: Lens) =>
    isSchema(value)
      ? write(await reader.deref(value), path === "" ? step.replace(/^\./, "") : `${path}${step}`, next, inside)
      : value;
  const deeper = { ...lens, depth: lens.depth - 1 };
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(described)) {
    if (key === "properties") result[key] = await mapFields(schema, (field, name) => child(field, `.${name}`, deeper));
    else if (key === "items") result[key] = await child(value, "[]", lens);
    else if (key === "additionalProperties") result[key] = await child(value, "{}", lens);
    else if (Array.isArray(value) && /^(any|one|all)Of$/.test(key)) {
      result[key] = await Promise.all(value.map((branch) => child(branch, "", lens)));
    } else result[key] = value;
  }
  return result;
}

async function mapFields(
  schema: JsonSchema,
  write: (field: JsonSchema, name: string) => Promise<unknown>,
): Promise<object> {
  const fields = Object.entries(propertiesOf(schema));
  return Object.fromEntries(await Promise.all(fields.map(async ([name, field]) => [name, await write(field, name)])));
}

function hasFields(schema: JsonSchema): boolean {
  return Object.keys(propertiesOf(schema)).length > 0;
}

function outline({ type, description }: JsonSchema): JsonSchema {
  return { ...(type !== undefined && { type }), ...(description !== undefined && { description }) };
}

function shortened(schema: JsonSchema, words: number): JsonSchema {
  const { description, ...rest } = schema;
  if (typeof description !== "string" || words === 0) return rest;
  return {
    description: description.length > words ? `${description.slice(0, words).trimEnd()}…` : description,
    ...rest,
  };
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
