import { readFile } from "node:fs/promises";
import { text as readText } from "node:stream/consumers";
import { parseJson } from "../http/int64.ts";
import type { JsonSchema } from "../tools/tool.ts";
import { UsageError } from "./usage-error.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** Arguments of a tool or operation as a person gives them. */
export interface ArgumentOptions {
  /** `name=value`, `name=@file` or `name:=json`, any number of them; they go before {@link jsonArgs}. */
  readonly arg?: readonly string[];
  /** A JSON object, `@file` that holds one, or `-` for standard input. */
  readonly jsonArgs?: string;
}

/**
 * Puts the arguments together. `name=value` is read by the type that `schema` gives the name; a list is given by
 * repeating its name, or as JSON.
 *
 * @throws UsageError for what cannot be read
 */
export async function readArguments({ arg = [], jsonArgs }: ArgumentOptions, schema: JsonSchema): Promise<Arguments> {
  const whole = jsonArgs === undefined ? {} : jsonObject(await jsonText(jsonArgs));
  const fromFiles = arg.map((pair) => /^([^=:]+)=@(.+)$/s.exec(pair)).filter((match) => match !== null);
  const contents = await Promise.all(
    fromFiles.map(async ([, name = "", path = ""]) => [name, await fileContents(path, propertyOf(schema, name))]),
  );
  const written = arg.filter((pair) => !fromFiles.some(([whole]) => whole === pair));
  return { ...whole, ...parsePairs(written, schema), ...Object.fromEntries(contents) };
}

/** A text, unless the argument is made of bytes: those are taken as they are. */
function fileContents(path: string, { description }: JsonSchema): Promise<string | Uint8Array> {
  return description === "Base64" ? readable(path, readFile(path)) : readTextFile(path);
}

/** Reads `name=value` pairs; see {@link readArguments}. @throws UsageError */
export function parsePairs(pairs: readonly string[], schema: JsonSchema): Arguments {
  const args: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [, name, json, text = ""] = /^([^=:]+)(:?)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined) throw new UsageError(`--arg ${pair}: expected name=value, or name:=json`);
    const property = propertyOf(schema, name);
    const value = json ? parsed(name, text) : typedValue(name, text, property);
    args[name] = name in args ? joined(name, args[name], value) : value;
  }
  return args;
}

function propertyOf({ properties = {} }: JsonSchema, name: string): JsonSchema {
  return (properties as Readonly<Record<string, JsonSchema>>)[name] ?? {};
}

function joined(name: string, before: unknown, value: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value];
  throw new UsageError(`--arg ${name} is given twice, but is not a list`);
}

/** A value that does not look like its type stays text: the check of the arguments says what is expected. */
function typedValue(name: string, text: string, property: JsonSchema): unknown {
  const types = new Set([property.type ?? guess(text)].flat());
  if (types.has("array")) return text.startsWith("[") ? parsed(name, text) : [itemOf(name, text, property.items)];
  if (types.has("object")) return parsed(name, text);
  if (types.has("boolean") && /^(true|false)$/.test(text)) return text === "true";
  if ((types.has("integer") || types.has("number")) && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text))
    return parsed(name, text);
  return types.has("null") && text === "null" ? null : text;
}

function itemOf(name: string, text: string, items: unknown): unknown {
  return typedValue(name, text, typeof items === "object" && items !== null ? { ...items } : { type: "string" });
}

/** Without a type in the schema, only what cannot be a plain word counts as JSON. */
function guess(text: string): string {
  return /^[{[]/.test(text) ? "object" : "string";
}

function parsed(name: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new UsageError(
      `--arg ${name}: expected JSON: ${error instanceof Error ? error.message : error}`,
      `Quote it for the shell: --arg '${name}:={"key": "value"}'`,
    );
  }
}

async function jsonText(given: string): Promise<string> {
  if (given === "-") return readText(process.stdin);
  return given.startsWith("@") ? readTextFile(given.slice(1)) : given;
}

/** Reads a file that an option names. @throws UsageError when it cannot be read */
export function readTextFile(path: string): Promise<string> {
  return readable(path, readFile(path, "utf8"));
}

function readable<Contents>(path: string, reading: Promise<Contents>): Promise<Contents> {
  return reading.catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message}`);
  });
}

function jsonObject(text: string): object {
  try {
    const value = parseJson(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new UsageError(`--json-args is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  throw new UsageError(`--json-args must be a JSON object, such as '{"job_id": 1}'`);
}
