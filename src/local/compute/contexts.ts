import { LocalError } from "../local-error.ts";
import type { Workspace } from "../workspace.ts";
import type { ClusterStore } from "./cluster-store.ts";
import { Context, type RunnableLanguage } from "./context.ts";

/** Contexts that a cluster can have at a time (https://docs.databricks.com/notebooks/execution-context.html). */
const MAX_CONTEXTS = 145;

/** The contexts of all clusters. They live as long as their cluster's Spark context, and are kept nowhere else. */
export class Contexts {
  readonly #workspace: Workspace;
  readonly #clusters: ClusterStore;
  readonly #contexts = new Map<string, Context>();

  constructor(workspace: Workspace, clusters: ClusterStore) {
    this.#workspace = workspace;
    this.#clusters = clusters;
    clusters.stopped = (id) => void this.#closeAll(this.#of(id));
    clusters.activity = (id) => ({
      busy: this.#of(id).some(({ busy }) => busy),
      last: Math.max(0, ...this.#of(id).map(({ lastActivity }) => lastActivity)),
    });
  }

  /** @throws LocalError 400 when the cluster does not run or has as many contexts as it can have */
  create(clusterId: string, language: RunnableLanguage): Context {
    const { phase } = this.#clusters.get(clusterId);
    if (phase.state !== "RUNNING" && phase.state !== "RESIZING") throw notReady(clusterId, phase.state);
    if (this.#of(clusterId).filter(({ lost }) => !lost).length >= MAX_CONTEXTS) {
      const message = `Too many execution contexts are open right now.(Limit set currently to ${MAX_CONTEXTS})`;
      throw new LocalError(400, "BAD_REQUEST", message);
    }
    const context = new Context(this.#workspace, clusterId, language);
    this.#contexts.set(context.id, context);
    return context;
  }

  /**
   * A context that can take commands.
   *
   * @throws LocalError 400 when it is not there any more
   */
  get(clusterId: string, id: string): Context {
    const context = this.find(clusterId, id);
    if (context.lost) throw contextNotFound(id);
    return context;
  }

  /** A context, even if its interpreter has ended. @throws LocalError 400 */
  find(clusterId: string, id: string): Context {
    this.#clusters.get(clusterId);
    const context = this.#contexts.get(id);
    if (context?.clusterId !== clusterId) throw contextNotFound(id);
    return context;
  }

  async destroy(context: Context): Promise<void> {
    await this.#closeAll([context]);
  }

  async close(): Promise<void> {
    await this.#closeAll([...this.#contexts.values()]);
  }

  #of(clusterId: string): Context[] {
    return [...this.#contexts.values()].filter((each) => each.clusterId === clusterId);
  }

  async #closeAll(contexts: readonly Context[]): Promise<void> {
    for (const { id } of contexts) this.#contexts.delete(id);
    await Promise.all(contexts.map((each) => each.close()));
  }
}

/** Clients know this one as a reason to try again. */
function notReady(id: string, state: string): LocalError {
  const starting = state === "PENDING" || state === "RESTARTING";
  const message = starting
    ? `ClusterNotReadyException: Cluster ${id} is ${state}`
    : `Cluster ${id} is ${state}: start it with clusters/start, then create the context`;
  return new LocalError(400, "INVALID_STATE", message);
}

const contextNotFound = (id: string): LocalError =>
  new LocalError(400, "BAD_REQUEST", `ContextNotFoundException: context ${id} not found`);
