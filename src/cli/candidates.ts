import { coreSurface } from "../mcp/core-surface.ts";
import { allOperations } from "../mcp/operations/directory.ts";
import { operationsSurface, toolsetNames } from "../mcp/operations-surface.ts";
import { defaultResultBytes } from "../mcp/result.ts";
import type { JsonSchema } from "../tools/tool.ts";
import { typeName } from "./argument-table.ts";
import type { Completion } from "./complete.ts";
import { profileNames } from "./profiles.ts";

/** Something that can stand in a place. */
export interface Candidate {
  readonly value: string;
  readonly about?: string;
}

/** A value to be completed. */
export interface Place {
  /** Name of the option (`jsonArgs`) or of the argument (`tool`). */
  readonly name: string;
  /** Arguments before it. */
  readonly given: readonly string[];
  /** Name of the command. */
  readonly command: string;
  /** What is there of it. */
  readonly current: string;
}

const sources: Readonly<Record<string, (place: Place) => Promise<Completion>>> = {
  profile: async () => values(await profileNames().catch(() => [])),
  toolsets: async ({ current }) => {
    const before = current.replace(/[^,]*$/, "");
    return { ...values(["all", ...toolsetNames].map((name) => before + name)), directive: "nospace" };
  },
  service: async () => values(toolsetNames),
  tool: async () => ({ candidates: [...(await coreTools()), ...(await operationTools())] }),
  operation: async () => ({
    candidates: (await allOperations()).map(({ id, summary }) => ({ value: id, about: summary })),
  }),
  arg: argumentValues,
  file: async () => paths("files"),
  output: async () => paths("files"),
  jsonArgs: async () => paths("files"),
  data: async () => paths("dirs"),
};

/** What can stand in a place; nothing when that is not known. */
export async function candidatesFor(place: Place): Promise<Completion> {
  return (await sources[place.name]?.(place)) ?? { candidates: [] };
}

function values(names: readonly string[]): Completion {
  return { candidates: names.map((value) => ({ value })) };
}

function paths(directive: "files" | "dirs"): Completion {
  return { candidates: [], directive };
}

async function coreTools(): Promise<Candidate[]> {
  const tools = await coreSurface(defaultResultBytes).tools();
  return tools.map(({ name, title }) => ({ value: name, about: title }));
}

async function operationTools(): Promise<Candidate[]> {
  return (await allOperations()).map(({ tool, summary }) => ({ value: tool, about: summary }));
}

/** Names of the arguments of the tool or operation before, or the values that a name can have. */
async function argumentValues({ given: [called = ""], current }: Place): Promise<Completion> {
  if (/^[^=:]+=@/.test(current)) return paths("files");
  const properties = await propertiesOf(called);
  const [, name = "", mark] = /^([^=:]+)(:?=)/.exec(current) ?? [];
  if (mark === undefined) {
    const names = Object.entries(properties).map(([each, field]) => ({ value: `${each}=`, about: aboutField(field) }));
    return { candidates: names, directive: "nospace" };
  }
  return values(valuesOf(properties[name] ?? {}).map((value) => `${name}${mark}${value}`));
}

function aboutField(field: JsonSchema): string {
  return typeof field.description === "string" ? field.description : typeName(field);
}

function valuesOf({ type, enum: choices }: JsonSchema): string[] {
  if (Array.isArray(choices)) return choices.map(String);
  return type === "boolean" ? ["true", "false"] : [];
}

async function propertiesOf(called: string): Promise<Readonly<Record<string, JsonSchema>>> {
  const core = await coreSurface(defaultResultBytes).find(called);
  const entry = (await allOperations()).find(({ id, tool }) => id === called || tool === called);
  const operation = entry && (await operationsSurface([entry.service], defaultResultBytes).find(entry.tool));
  return ((core ?? operation)?.inputSchema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
}
