import { randomBytes } from "node:crypto";
import { invalid, invalidState } from "../local-error.ts";
import { admin } from "../principals.ts";
import type { Collection } from "../store.ts";
import type { Workspace } from "../workspace.ts";
import type { ClusterDocument, ClusterEvent, ClusterSpec, Phase, TerminationReason } from "./cluster-document.ts";
import { localCluster } from "./node-types.ts";

type State = Phase["state"];

/** How a change of state is told. */
export interface Transition {
  readonly message?: string;
  readonly event: string;
  readonly details?: NonNullable<ClusterEvent["details"]>;
  /** What else changes. */
  readonly change?: Partial<ClusterDocument>;
}

/** Where each state leads by itself. */
const next: Partial<Record<State, { state: State; event?: string }>> = {
  PENDING: { state: "RUNNING", event: "RUNNING" },
  RESTARTING: { state: "RUNNING", event: "RUNNING" },
  RESIZING: { state: "RUNNING", event: "UPSIZE_COMPLETED" },
  TERMINATING: { state: "TERMINATED" },
};

/** Most events of a cluster that are kept. */
const KEPT_EVENTS = 1_000;

/** The clusters of a workspace. Their states move on when they are asked for, by the workspace's timings. */
export class ClusterStore {
  /** When a cluster was last used, and whether it is used now; told by those who use it. */
  activity: (clusterId: string) => { busy: boolean; last: number } = () => ({ busy: false, last: 0 });
  /** Called when what runs on a cluster ends with it. */
  stopped: (clusterId: string) => void = () => {};
  readonly #clusters: Collection<ClusterDocument>;
  readonly #events: Collection<ClusterEvent[]>;
  readonly #duration: number;

  constructor({ store, timings }: Workspace) {
    this.#clusters = store.collection("clusters");
    this.#events = store.collection("cluster-events");
    this.#duration = timings.clusterStart;
    this.#recover();
  }

  /** @throws LocalError as Databricks answers for a cluster that is not there */
  get(id: string): ClusterDocument {
    const found = this.#clusters.get(id);
    if (!found) throw invalid(`Cluster ${id} does not exist`);
    return this.#settle(found);
  }

  list(): ClusterDocument[] {
    return this.#clusters.list().map((each) => this.#settle(each));
  }

  /** Oldest first. */
  events(id: string): ClusterEvent[] {
    this.get(id);
    return this.#events.get(id) ?? [];
  }

  /** Makes a cluster, which then starts. */
  create(spec: ClusterSpec, creator: string): ClusterDocument {
    const now = Date.now();
    const cluster_id = newId(now);
    const phase: Phase = { state: "PENDING", since: now, message: "Starting Spark" };
    const cluster: ClusterDocument = {
      ...{ cluster_id, spec, creator, phase, source: "API", pinned: false },
      ...{ created: now, started: now, sparkContextId: newSparkContextId() },
    };
    this.#clusters.put(cluster_id, cluster);
    this.record(cluster_id, "CREATING", { user: creator, cluster_size: sizeOf(spec) }, now);
    return cluster;
  }

  /** Changes what is not its state. */
  change(cluster: ClusterDocument, change: Partial<ClusterDocument>): ClusterDocument {
    const changed = { ...cluster, ...change };
    this.#clusters.put(cluster.cluster_id, changed);
    return changed;
  }

  /** Begins a state. A start or restart gives the cluster a new Spark context; with the old one goes what ran in it. */
  enter(cluster: ClusterDocument, state: State, { message = "", event, details, change }: Transition): ClusterDocument {
    const now = Date.now();
    const fresh = state === "PENDING" || state === "RESTARTING";
    const entered = this.change(cluster, {
      phase: { state, since: now, message },
      ...(fresh && { sparkContextId: newSparkContextId() }),
      ...(state === "RESTARTING" && { restarted: now }),
      ...change,
    });
    this.record(cluster.cluster_id, event, details, now);
    if (state !== "RESIZING") this.stopped(cluster.cluster_id);
    return entered;
  }

  /** Ends a cluster that is not ended yet. */
  terminate(cluster: ClusterDocument, reason: TerminationReason, message: string): ClusterDocument {
    const change = { termination: reason };
    return this.enter(cluster, "TERMINATING", { event: "TERMINATING", message, details: { reason }, change });
  }

  /** Forgets a cluster. */
  remove(id: string): void {
    this.stopped(id);
    this.#clusters.delete(id);
    this.#events.delete(id);
  }

  /** Notes what happened. */
  record(cluster_id: string, type: string, details: ClusterEvent["details"] = {}, timestamp = Date.now()): void {
    const events = [...(this.#events.get(cluster_id) ?? []), { cluster_id, timestamp, type, details }];
    this.#events.put(cluster_id, events.slice(-KEPT_EVENTS));
  }

  #settle(cluster: ClusterDocument): ClusterDocument {
    const { phase, cluster_id } = cluster;
    const step = next[phase.state];
    const due = phase.since + this.#duration;
    if (!step) return this.#endIdle(cluster);
    if (due > Date.now()) return cluster;
    const message = step.state === "TERMINATED" ? phase.message : "";
    const started = phase.state === "RESIZING" || step.state !== "RUNNING" ? {} : { started: due };
    const settled = this.change(cluster, { phase: { state: step.state, since: due, message }, ...started });
    if (step.event) this.record(cluster_id, step.event, { cluster_size: sizeOf(cluster.spec) }, due);
    return settled;
  }

  /** Ends a cluster that nobody has used for its autotermination_minutes. */
  #endIdle(cluster: ClusterDocument): ClusterDocument {
    const minutes = cluster.spec.autotermination_minutes ?? 0;
    const { busy, last } = this.activity(cluster.cluster_id);
    const idle = Date.now() - Math.max(last, cluster.phase.since);
    if (cluster.phase.state !== "RUNNING" || minutes === 0 || busy || idle < minutes * 60_000) return cluster;
    const parameters = { inactivity_duration_min: String(minutes) };
    const message = `Inactive cluster terminated (inactive for ${minutes} minutes).`;
    return this.terminate(cluster, { code: "INACTIVITY", type: "SUCCESS", parameters }, message);
  }

  /** After a start: what ran has ended with the process that ran it. The cluster that is always there runs. */
  #recover(): void {
    for (const cluster of this.#clusters.list()) {
      if (cluster.phase.state === "TERMINATED") continue;
      const message = "The local workspace was stopped.";
      const phase: Phase = { state: "TERMINATED", since: Date.now(), message };
      this.change(cluster, { phase, termination: { code: "CLOUD_PROVIDER_SHUTDOWN", type: "CLOUD_FAILURE" } });
    }
    const now = Date.now();
    const phase: Phase = { state: "RUNNING", since: now, message: "" };
    const running = { phase, started: now, sparkContextId: newSparkContextId() };
    const { cluster_id, spec } = localCluster;
    const known = this.#clusters.get(cluster_id);
    const made = { cluster_id, spec, creator: admin.userName, source: "UI", pinned: true, created: now } as const;
    this.#clusters.put(cluster_id, { ...made, ...known, ...running });
    this.record(cluster_id, known ? "STARTING" : "CREATING", { user: admin.userName }, now);
    this.record(cluster_id, "RUNNING", { cluster_size: sizeOf(spec) }, now);
  }
}

/** How large a cluster is asked to be. */
export function sizeOf({ autoscale, num_workers = 0 }: ClusterSpec): { autoscale?: object; num_workers?: number } {
  return autoscale ? { autoscale } : { num_workers };
}

/** @throws LocalError INVALID_STATE when the cluster is in none of these states */
export function requireState({ cluster_id, phase }: ClusterDocument, ...states: readonly State[]): void {
  if (states.includes(phase.state)) return;
  const name = phase.state.charAt(0) + phase.state.slice(1).toLowerCase();
  throw invalidState(`Cluster ${cluster_id} is in unexpected state ${name}.`);
}

/** `MMDD-HHMMSS-xxxxxxxx`, as Databricks makes them. */
function newId(now: number): string {
  const [, month, day, time] = /-(\d\d)-(\d\d)T([\d:]+)/.exec(new Date(now).toISOString()) ?? [];
  return `${month}${day}-${time?.replaceAll(":", "")}-${randomBytes(4).toString("hex")}`;
}

const newSparkContextId = (): number => randomBytes(6).readUIntBE(0, 6);
