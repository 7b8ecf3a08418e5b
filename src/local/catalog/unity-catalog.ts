import { type Engine, engineOf } from "../sql/engine.ts";
import type { Workspace } from "../workspace.ts";
import { DuckDbMetadata, type Macro, type Relation } from "./duckdb-metadata.ts";
import { prepareSamples, samplesCatalog } from "./samples.ts";
import { SecurableError } from "./securable-error.ts";
import { type Securable, Securables } from "./securables.ts";
import { informationSchema } from "./write-protection.ts";

const opened = new WeakMap<Workspace, Promise<UnityCatalog>>();

/** Unity Catalog over DuckDB: what exists is in DuckDB, what is said of it in the workspace's store. */
export class UnityCatalog {
  readonly engine: Engine;
  readonly metadata: DuckDbMetadata;
  readonly securables: Securables;

  private constructor(engine: Engine, securables: Securables) {
    this.engine = engine;
    this.metadata = new DuckDbMetadata(engine);
    this.securables = securables;
  }

  /** The Unity Catalog of a workspace, opened when first asked for. */
  static of(workspace: Workspace): Promise<UnityCatalog> {
    const catalog = opened.get(workspace) ?? UnityCatalog.#open(workspace);
    opened.set(workspace, catalog);
    catalog.catch(() => opened.delete(workspace));
    return catalog;
  }

  static async #open(workspace: Workspace): Promise<UnityCatalog> {
    const catalog = new UnityCatalog(await engineOf(workspace), new Securables(workspace.store));
    catalog.securables.heal(await catalog.#existing());
    return catalog;
  }

  async #existing(): Promise<(entry: Securable) => boolean> {
    const names = new Set<string>();
    for (const catalog of await this.metadata.catalogs()) {
      names.add(`CATALOG ${catalog}`);
      for (const schema of await this.schemas(catalog)) {
        const path = `${catalog}.${schema}`;
        names.add(`SCHEMA ${path}`);
        for (const { name } of await this.metadata.relations(catalog, schema)) names.add(`TABLE ${path}.${name}`);
        for (const { name } of await this.metadata.macros(catalog, schema)) names.add(`FUNCTION ${path}.${name}`);
      }
    }
    const schemaOf = (fullName: string): string => `SCHEMA ${fullName.split(".").slice(0, 2).join(".")}`;
    return ({ type, full_name }) =>
      type === "METASTORE" || names.has(type === "VOLUME" ? schemaOf(full_name) : `${type} ${full_name}`);
  }

  /** @throws SecurableError when there is no such catalog */
  async requireCatalog(catalog: string): Promise<void> {
    if (catalog === samplesCatalog) return prepareSamples(this.engine);
    const catalogs = await this.metadata.catalogs();
    if (!catalogs.includes(catalog)) throw new SecurableError("missing", "CATALOG", catalog);
  }

  /** The schemas of a catalog, `information_schema` included. */
  async schemas(catalog: string): Promise<string[]> {
    const schemas = await this.metadata.schemas(catalog);
    const shown = catalog === samplesCatalog ? schemas.filter((schema) => schema !== "default") : schemas;
    return [...shown, informationSchema].sort();
  }

  /** @throws SecurableError when there is no such schema */
  async requireSchema(catalog: string, schema: string): Promise<void> {
    await this.requireCatalog(catalog);
    const schemas = await this.schemas(catalog);
    if (!schemas.includes(schema)) throw new SecurableError("missing", "SCHEMA", `${catalog}.${schema}`);
  }

  /** A table or view of a schema that exists; undefined when there is none of that name. */
  async findRelation(catalog: string, schema: string, name: string): Promise<Relation | undefined> {
    await this.requireSchema(catalog, schema);
    const relations = await this.metadata.relations(catalog, schema);
    return relations.find((relation) => relation.name === name);
  }

  /** @throws SecurableError when there is no such table or view */
  async requireRelation(catalog: string, schema: string, name: string): Promise<Relation> {
    const found = await this.findRelation(catalog, schema, name);
    if (!found) throw new SecurableError("missing", "TABLE", `${catalog}.${schema}.${name}`);
    return found;
  }

  /** A function of a schema that exists; undefined when there is none of that name. */
  async findFunction(catalog: string, schema: string, name: string): Promise<Macro | undefined> {
    await this.requireSchema(catalog, schema);
    return (await this.metadata.macros(catalog, schema)).find((macro) => macro.name === name);
  }

  /** @throws SecurableError when there is no such function */
  async requireFunction(catalog: string, schema: string, name: string): Promise<Macro> {
    const found = await this.findFunction(catalog, schema, name);
    if (!found) throw new SecurableError("missing", "FUNCTION", `${catalog}.${schema}.${name}`);
    return found;
  }

  /** @throws SecurableError when there is no such volume */
  async requireVolume(catalog: string, schema: string, name: string): Promise<Securable> {
    await this.requireSchema(catalog, schema);
    const found = this.securables.find("VOLUME", `${catalog}.${schema}.${name}`);
    if (!found) throw new SecurableError("missing", "VOLUME", `${catalog}.${schema}.${name}`);
    return found;
  }
}
