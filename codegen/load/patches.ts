import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

/** What corrections need of JSON Patch, https://datatracker.ietf.org/doc/html/rfc6902. Objects only: no index of an array. */
const PATCH = z.array(
  z.discriminatedUnion("op", [
    z.strictObject({ op: z.literal("test"), path: z.string(), value: z.json() }),
    z.strictObject({ op: z.literal("add"), path: z.string(), value: z.json() }),
    z.strictObject({ op: z.literal("replace"), path: z.string(), value: z.json() }),
    z.strictObject({ op: z.literal("remove"), path: z.string() }),
  ]),
);

type Step = z.infer<typeof PATCH>[number];

/**
 * Corrects documents in place with every file of a directory, in the order of their names.
 *
 * @param documents by service, the first part of each path: `/sql/components/schemas/…`
 * @throws Error naming the file and the path of a step that does not fit, as when an import has changed what it corrects
 */
export function applyPatches(documents: object, directory: string): void {
  const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".json")) : [];
  for (const file of files.sort()) {
    const { data, error } = PATCH.safeParse(JSON.parse(readFileSync(join(directory, file), "utf8")));
    if (!data) throw new Error(`${join(directory, file)}: ${z.prettifyError(error)}`);
    for (const step of data) {
      if (!apply(documents, step)) throw new Error(`${join(directory, file)}: ${step.op} ${step.path} does not fit`);
    }
  }
}

/** @returns whether the step fits */
function apply(documents: object, step: Step): boolean {
  const keys = step.path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop() ?? "";
  const parent = keys.reduce<unknown>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    documents,
  );
  if (!isObject(parent) || (step.op !== "add" && !Object.hasOwn(parent, last))) return false;
  if (step.op === "test") return isDeepStrictEqual(parent[last], step.value);
  if (step.op === "remove") delete parent[last];
  else parent[last] = step.value;
  return true;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
