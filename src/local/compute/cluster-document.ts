import type { components } from "../../../generated/compute/types.ts";

type Schemas = components["schemas"];

/** What a user asks of a cluster. */
export type ClusterSpec = Omit<Schemas["CreateCluster"], "clone_from" | "apply_policy_default_values">;

/** A state that was entered at a time (milliseconds since 1970). */
export interface Phase {
  readonly state: "PENDING" | "RUNNING" | "RESTARTING" | "RESIZING" | "TERMINATING" | "TERMINATED";
  readonly since: number;
  readonly message: string;
}

/** A cluster as it is kept. Times are milliseconds since 1970. */
export interface ClusterDocument {
  readonly cluster_id: string;
  readonly spec: ClusterSpec;
  readonly creator: string;
  readonly source: "UI" | "API";
  readonly owner?: string;
  readonly pinned: boolean;
  readonly phase: Phase;
  /** When it was made. */
  readonly created: number;
  /** When it last began to run, or was made. */
  readonly started: number;
  readonly restarted?: number;
  /** Another for each start: contexts belong to one. */
  readonly sparkContextId: number;
  readonly termination?: Schemas["TerminationReason"];
}

/** What happened to a cluster. */
export type ClusterEvent = Schemas["ClusterEvent"];

/** Why a cluster ended. */
export type TerminationReason = Schemas["TerminationReason"];

/** The cluster as `clusters.get` tells it. */
export function detailsOf(cluster: ClusterDocument): Schemas["ClusterDetails"] {
  const { cluster_id, spec, phase, creator, source, created, started, restarted, termination, sparkContextId } =
    cluster;
  const off = phase.state === "TERMINATED" || phase.state === "TERMINATING";
  const up = ["RUNNING", "RESIZING"].includes(phase.state);
  return {
    ...spec,
    cluster_id,
    cluster_name: spec.cluster_name ?? "",
    driver_node_type_id: spec.driver_node_type_id ?? spec.node_type_id ?? "local.small",
    autotermination_minutes: spec.autotermination_minutes ?? 0,
    cluster_source: source,
    creator_user_name: creator,
    state: phase.state,
    state_message: phase.message,
    start_time: created,
    last_state_loss_time: 0,
    ...(restarted !== undefined && { last_restarted_time: restarted }),
    default_tags: {
      Vendor: "Databricks",
      Creator: creator,
      ClusterName: spec.cluster_name ?? "",
      ClusterId: cluster_id,
    },
    ...(up && { spark_context_id: sparkContextId, ...runningParts(spec, started) }),
    ...(off && termination && { termination_reason: termination }),
    ...(phase.state === "TERMINATED" && { terminated_time: phase.since }),
    spec: { ...spec },
  };
}

/** One Python on one machine, whatever size was asked for: so it is told. */
function runningParts(spec: ClusterSpec, started: number): Partial<Schemas["ClusterDetails"]> {
  const workers = spec.num_workers ?? spec.autoscale?.min_workers ?? 0;
  const node = (index: number): Schemas["SparkNode"] => ({
    node_id: `local-${index}`,
    instance_id: `i-local-${index}`,
    private_ip: "127.0.0.1",
    public_dns: "",
    start_timestamp: started,
  });
  return {
    driver: node(0),
    executors: Array.from({ length: workers }, (_, index) => node(index + 1)),
    jdbc_port: 10000,
    cluster_cores: 2 * (workers + 1),
    cluster_memory_mb: 8192 * (workers + 1),
  };
}
