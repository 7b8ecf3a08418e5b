import { type CatalogEntry, catalog } from "../../../generated/index.ts";
import { nearest, plain } from "../nearest.ts";

interface Directory {
  readonly entries: readonly CatalogEntry[];
  /** By plain id; the SDK's other names for an operation lead to it too. */
  readonly byId: ReadonlyMap<string, CatalogEntry>;
}

let loaded: Promise<Directory> | undefined;

function directory(): Promise<Directory> {
  loaded ??= catalog().then(({ operations, aliases }) => {
    const byId = new Map(operations.map((entry) => [plain(entry.id), entry]));
    for (const [alias, id] of Object.entries(aliases)) {
      const entry = byId.get(plain(id));
      if (entry) byId.set(plain(alias), entry);
    }
    return { entries: operations, byId };
  });
  return loaded;
}

/** Every operation, in the catalog's order. The catalog is loaded on first use. */
export async function allOperations(): Promise<readonly CatalogEntry[]> {
  return (await directory()).entries;
}

/** An operation of the catalog, or the words that tell an agent that there is none. */
export type Lookup = { readonly entry: CatalogEntry } | { readonly problem: string };

/** Finds an operation by its id; other spellings of it (`jobs.run_now`, `jobs_runNow`) are understood. */
export async function findOperation(id: string): Promise<Lookup> {
  const { entries, byId } = await directory();
  const entry = byId.get(plain(id));
  if (entry) return { entry };
  const ids = entries.map((each) => each.id);
  const near = nearest(id, ids, 5);
  const hint = near.length > 0 ? `Nearest: ${near.join(", ")}. ` : "";
  return { problem: `Unknown operation ${JSON.stringify(id)}. ${hint}Use operation_search to find the id.` };
}
