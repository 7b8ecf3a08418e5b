import type { OpenApiDocument } from "../model/openapi.ts";
import type { Specs } from "../model/specs.ts";
import type { SpecFile } from "./import-sdk.ts";

interface Lock {
  readonly sdk: { readonly version: string };
  readonly aliases: Readonly<Record<string, { readonly of: string }>>;
}

/** A fresh import as input of the pipeline, with no word of ours. */
export function importedSpecs(files: readonly SpecFile[]): Specs {
  const documents = new Map<string, OpenApiDocument>();
  let lock: Lock | undefined;
  for (const { name, content } of files) {
    if (name === "lock.json") lock = JSON.parse(content);
    else documents.set(name.replace(/\.json$/, ""), JSON.parse(content));
  }
  if (!lock) throw new Error("an import without lock.json");
  const aliases = new Map(Object.entries(lock.aliases).map(([id, { of }]) => [id, of]));
  return { sdkVersion: lock.sdk.version, documents, annotations: new Map(), aliases };
}
