import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The documents by service: in the package packed and corrected by the patches, in the repository as they lie there. */
export async function readSpecs(): Promise<Readonly<Record<string, object>>> {
  const packed = join(import.meta.dirname, "..", "specs.json.gz");
  if (existsSync(packed)) return JSON.parse(gunzipSync(await readFile(packed)).toString("utf8"));
  const folder = join(import.meta.dirname, "..", "..", "specs");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json") && name !== "lock.json").sort();
  const read = async (name: string): Promise<[string, object]> => [
    name.replace(/\.json$/, ""),
    JSON.parse(await readFile(join(folder, name), "utf8")),
  ];
  return Object.fromEntries(await Promise.all(names.map(read)));
}

interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

/**
 * One document that refers to no other: schemas of other services come along, named `<service>.<schema>`.
 */
export function selfContained(specs: Readonly<Record<string, object>>, service: string): object {
  const document: Document = specs[service] ?? {};
  const brought: Record<string, object> = {};
  const bring = (home: string, name: string): void => {
    const key = `${home}.${name}`;
    if (key in brought) return;
    brought[key] = {};
    const schema = (specs[home] as Document | undefined)?.components?.schemas?.[name] ?? {};
    brought[key] = relink(schema, home);
  };
  /** @param home service whose schemas a bare reference means; undefined for the document's own */
  const relink = (value: object, home?: string): object =>
    JSON.parse(JSON.stringify(value), (key, each: unknown) => {
      if (key !== "$ref" || typeof each !== "string") return each;
      const [file, name = ""] = each.split("#/components/schemas/");
      const owner = file ? file.replace(/\.json$/, "") : home;
      if (owner === undefined || owner === service) return `#/components/schemas/${name}`;
      bring(owner, name);
      return `#/components/schemas/${owner}.${name}`;
    });
  const own = relink(document) as Document;
  return { ...own, components: { ...own.components, schemas: { ...own.components?.schemas, ...brought } } };
}
