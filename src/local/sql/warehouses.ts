import { randomBytes } from "node:crypto";
import type { components } from "../../../generated/sql/types.ts";
import { invalid, LocalError, notFound } from "../local-error.ts";
import type { Collection } from "../store.ts";
import type { Workspace } from "../workspace.ts";

type Schemas = components["schemas"];

/** What a caller says about a warehouse. */
export type WarehouseSettings = Schemas["CreateWarehouseRequest"];

/** A warehouse as it is remembered. Times in milliseconds since 1970. */
export interface Warehouse {
  readonly id: string;
  readonly settings: WarehouseSettings;
  /** What it was last told to be, and since when. */
  readonly target: "RUNNING" | "STOPPED";
  readonly since: number;
  /** When its last statement was sent or ended. */
  readonly used: number;
}

/** What a warehouse does now. */
export type WarehouseState = "STARTING" | "RUNNING" | "STOPPING" | "STOPPED";

const defaults: WarehouseSettings = {
  cluster_size: "2X-Small",
  auto_stop_mins: 10,
  min_num_clusters: 1,
  max_num_clusters: 1,
  enable_photon: true,
  enable_serverless_compute: true,
  spot_instance_policy: "COST_OPTIMIZED",
  warehouse_type: "PRO",
  channel: { name: "CHANNEL_NAME_CURRENT" },
};

/** The SQL warehouses. All run the same DuckDB; they differ in their names and states. */
export class Warehouses {
  readonly #workspace: Workspace;
  readonly #documents: Collection<Warehouse>;
  /** How many statements run on each. */
  readonly #active = new Map<string, number>();

  /** After a restart all are stopped; without any there is one by the name `Local Warehouse`. */
  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#documents = workspace.store.collection("warehouses");
    for (const each of this.#documents.list()) this.#put({ ...each, target: "STOPPED", since: 0 });
    if (this.#documents.list().length === 0) this.#make({ name: "Local Warehouse" }, "STOPPED");
  }

  /** @throws LocalError 400 when the name is missing or taken */
  create(settings: WarehouseSettings, creator: string): Warehouse {
    this.#checkName(settings.name);
    return this.#make({ ...settings, creator_name: settings.creator_name ?? creator }, "RUNNING");
  }

  /** @throws LocalError 404, or 400 when the name is taken */
  edit(id: string, settings: WarehouseSettings): void {
    const warehouse = this.get(id);
    if (settings.name !== undefined) this.#checkName(settings.name, id);
    this.#put({ ...warehouse, settings: { ...warehouse.settings, ...settings } });
  }

  /** @throws LocalError 404, or 400 for what is no id */
  get(id: string): Warehouse {
    if (!/^[0-9a-f]{16}$/.test(id)) throw invalid(`${id} is not a valid endpoint id.`);
    const warehouse = this.#documents.get(id);
    if (!warehouse) throw notFound(`SQL warehouse ${id} does not exist.`);
    return warehouse;
  }

  list(): Warehouse[] {
    return this.#documents.list();
  }

  delete(id: string): void {
    this.get(id);
    this.#documents.delete(id);
  }

  start(id: string): void {
    const warehouse = this.get(id);
    if (["STOPPED", "STOPPING"].includes(this.stateOf(warehouse))) this.#turn(warehouse, "RUNNING");
  }

  stop(id: string): void {
    const warehouse = this.get(id);
    if (["RUNNING", "STARTING"].includes(this.stateOf(warehouse))) this.#turn(warehouse, "STOPPED");
  }

  /** Starts a warehouse for a statement, if it does not run. Returns how many milliseconds are left until it does. */
  use(id: string): number {
    this.start(id);
    const warehouse = { ...this.get(id), used: Date.now() };
    this.#put(warehouse);
    this.#active.set(id, this.activeOn(id) + 1);
    return Math.max(0, warehouse.since + this.#workspace.timings.warehouseStart - Date.now());
  }

  /** A statement has ended. */
  release(id: string): void {
    this.#active.set(id, this.activeOn(id) - 1);
    const warehouse = this.#documents.get(id);
    if (warehouse) this.#put({ ...warehouse, used: Date.now() });
  }

  /** How many statements run there. */
  activeOn(id: string): number {
    return this.#active.get(id) ?? 0;
  }

  /** A warehouse that nobody uses stops by itself after `auto_stop_mins`; 0 is never. */
  stateOf({ id, target, since, used, settings }: Warehouse): WarehouseState {
    const now = Date.now();
    const { warehouseStart } = this.#workspace.timings;
    if (target === "STOPPED") return now < since + warehouseStart / 2 ? "STOPPING" : "STOPPED";
    if (now < since + warehouseStart) return "STARTING";
    const idle = (settings.auto_stop_mins ?? 0) * 60_000;
    return idle > 0 && this.activeOn(id) === 0 && now > Math.max(used, since) + idle ? "STOPPED" : "RUNNING";
  }

  #make(settings: WarehouseSettings, target: Warehouse["target"]): Warehouse {
    const since = target === "RUNNING" ? Date.now() : 0;
    const id = randomBytes(8).toString("hex");
    const warehouse = { id, settings: { ...defaults, ...settings }, target, since, used: since };
    this.#put(warehouse);
    return warehouse;
  }

  #turn(warehouse: Warehouse, target: Warehouse["target"]): void {
    this.#put({ ...warehouse, target, since: Date.now() });
  }

  #put(warehouse: Warehouse): void {
    this.#documents.put(warehouse.id, warehouse);
  }

  #checkName(name: string | undefined, own?: string): void {
    if (!name) throw invalid("Endpoint name is required.");
    if (!this.list().some((each) => each.settings.name === name && each.id !== own)) return;
    throw new LocalError(400, "RESOURCE_ALREADY_EXISTS", `SQL warehouse with name \`${name}\` already exists.`);
  }
}
