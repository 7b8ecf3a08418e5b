import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { OpenApiDocument } from "../model/openapi.ts";

/** What we say of an operation beside what Databricks says: `specs/annotations/<service>.yaml`, keyed by operation id. */
export interface Annotation {
  readonly risk?: "read" | "write" | "destructive";
  /** Why the risk is not what the verb suggests. */
  readonly why?: string;
  readonly summary?: string;
  readonly keywords?: readonly string[];
}

/** All inputs of the pipeline, read and parsed, judged by nobody yet. */
export interface Specs {
  readonly sdkVersion: string;
  /** By service, in name order. */
  readonly documents: ReadonlyMap<string, OpenApiDocument>;
  readonly annotations: ReadonlyMap<string, Annotation>;
  /** Operation ids of the SDK that are the same request as another one, and that one. */
  readonly aliases: ReadonlyMap<string, string>;
}

interface Lock {
  readonly sdk: { readonly version: string };
  readonly documents: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, { readonly of: string }>>;
}

/** Reads `specs/`: the documents that the lock names, and every annotation. */
export function loadSpecs(directory: string): Specs {
  const lock = readJson<Lock>(join(directory, "lock.json"));
  const names = Object.keys(lock.documents).sort();
  return {
    sdkVersion: lock.sdk.version,
    documents: new Map(
      names.map((name) => [name.replace(/\.json$/, ""), readJson<OpenApiDocument>(join(directory, name))]),
    ),
    annotations: loadAnnotations(join(directory, "annotations")),
    aliases: new Map(Object.entries(lock.aliases).map(([id, { of }]) => [id, of])),
  };
}

function loadAnnotations(directory: string): Map<string, Annotation> {
  const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".yaml")) : [];
  const entries = files.sort().flatMap((name) => Object.entries(readYaml(join(directory, name))));
  return new Map(entries);
}

const readYaml = (path: string): Record<string, Annotation> =>
  (parse(readFileSync(path, "utf8")) as Record<string, Annotation> | null) ?? {};

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
