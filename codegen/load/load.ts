import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { OpenApiDocument } from "../model/openapi.ts";
import type { Annotation, Specs } from "../model/specs.ts";
import { applyPatches } from "./patches.ts";

interface Lock {
  readonly sdk: { readonly version: string };
  readonly documents: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, { readonly of: string }>>;
}

const ANNOTATIONS: z.ZodType<Readonly<Record<string, Annotation>>> = z.record(
  z.string(),
  z.strictObject({
    risk: z.enum(["read", "write", "destructive"]).exactOptional(),
    why: z.string().exactOptional(),
    summary: z.string().exactOptional(),
    keywords: z.array(z.string()).exactOptional(),
    subPages: z
      .strictObject({ lists: z.array(z.string()), instead: z.record(z.string(), z.string()).exactOptional() })
      .exactOptional(),
  }),
);

/**
 * Reads `specs/`: the documents that the lock names, corrected by the patches, and every annotation.
 *
 * @throws Error for an annotation with a key or a risk that there is not: a misspelt one would say nothing; and for a
 * patch that does not fit
 */
export function loadSpecs(directory: string): Specs {
  const lock = readJson<Lock>(join(directory, "lock.json"));
  const names = Object.keys(lock.documents).sort();
  const documents = new Map(
    names.map((name) => [name.replace(/\.json$/, ""), readJson<OpenApiDocument>(join(directory, name))]),
  );
  applyPatches(Object.fromEntries(documents), join(directory, "patches"));
  return {
    sdkVersion: lock.sdk.version,
    documents,
    annotations: loadAnnotations(join(directory, "annotations")),
    aliases: new Map(Object.entries(lock.aliases).map(([id, { of }]) => [id, of])),
  };
}

function loadAnnotations(directory: string): Map<string, Annotation> {
  const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".yaml")) : [];
  const entries = files.sort().flatMap((name) => Object.entries(readAnnotations(join(directory, name))));
  return new Map(entries);
}

function readAnnotations(path: string): Readonly<Record<string, Annotation>> {
  const { data, error } = ANNOTATIONS.safeParse(parse(readFileSync(path, "utf8")) ?? {});
  if (!data) throw new Error(`${path}: ${z.prettifyError(error)}`);
  return data;
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
