import type { components } from "../../../generated/compute/types.ts";
import type { Call, Handlers } from "../handlers.ts";
import { invalid } from "../local-error.ts";
import { type ClusterDocument, type ClusterSpec, detailsOf } from "./cluster-document.ts";
import { eventsPage, listPage } from "./cluster-pages.ts";
import { type ClusterStore, requireState, sizeOf } from "./cluster-store.ts";
import { nodeTypes, sparkVersions } from "./node-types.ts";

type Schemas = components["schemas"];

/** The clusters API. A cluster here is a name for this machine: it has states, and runs contexts. */
export function clusterHandlers(store: ClusterStore): Handlers<"clusters"> {
  return {
    ...readHandlers(store),
    ...changeHandlers(store),
    create: (args, { user }) => ({ cluster_id: store.create(checked(specOf(args)), user.userName).cluster_id }),
    start: ({ cluster_id }, call) => start(store, cluster_id, call),
    restart: ({ cluster_id }, call) => {
      const cluster = store.get(cluster_id);
      requireState(cluster, "RUNNING", "RESIZING");
      restart(store, cluster, call);
    },
    delete: ({ cluster_id }, call) => terminate(store, store.get(cluster_id), call),
    permanentDelete: ({ cluster_id }) => store.remove(store.get(cluster_id).cluster_id),
  };
}

function readHandlers(store: ClusterStore): Handlers<"clusters"> {
  return {
    get: ({ cluster_id }) => detailsOf(store.get(cluster_id)),
    list: (args) => listPage(store.list(), args),
    events: (args) => eventsPage(store.events(args.cluster_id), args),
    listNodeTypes: () => ({ node_types: nodeTypes }),
    sparkVersions: () => ({ versions: sparkVersions }),
    listZones: () => ({ zones: ["local-a"], default_zone: "local-a" }),
  };
}

function changeHandlers(store: ClusterStore): Handlers<"clusters"> {
  const pin = (cluster_id: string, pinned: boolean, { user }: Call): void => {
    const cluster = store.get(cluster_id);
    if (cluster.pinned === pinned) return;
    store.change(cluster, { pinned });
    store.record(cluster_id, pinned ? "PINNED" : "UNPINNED", { user: user.userName });
  };
  return {
    edit: (args, call) => applySpec(store, store.get(args.cluster_id), checked(specOf(args)), call),
    update: (args, call) => {
      const cluster = store.get(args.cluster_id);
      applySpec(store, cluster, checked(masked(cluster.spec, args)), call);
    },
    resize: ({ cluster_id, autoscale, num_workers }, call) => {
      const cluster = store.get(cluster_id);
      requireState(cluster, "RUNNING");
      resize(store, cluster, withSize(cluster.spec, { autoscale, num_workers }), call);
    },
    changeOwner: ({ cluster_id, owner_username }) => {
      const cluster = store.get(cluster_id);
      requireState(cluster, "TERMINATED");
      store.change(cluster, { owner: owner_username });
    },
    pin: ({ cluster_id }, call) => pin(cluster_id, true, call),
    unpin: ({ cluster_id }, call) => pin(cluster_id, false, call),
  };
}

function start(store: ClusterStore, id: string, { user }: Call): void {
  const cluster = store.get(id);
  requireState(cluster, "TERMINATED");
  store.enter(cluster, "PENDING", { event: "STARTING", message: "Starting Spark", details: { user: user.userName } });
}

function restart(store: ClusterStore, cluster: ClusterDocument, { user }: Call): void {
  const details = { user: user.userName };
  store.enter(cluster, "RESTARTING", { event: "RESTARTING", message: "Restarting Spark", details });
}

function terminate(store: ClusterStore, cluster: ClusterDocument, { user }: Call): void {
  if (["TERMINATING", "TERMINATED"].includes(cluster.phase.state)) return;
  const parameters = { username: user.userName };
  const reason = { code: "USER_REQUEST", type: "SUCCESS", parameters };
  store.terminate(cluster, reason, `Terminated by ${user.userName}.`);
}

/** Changes what a cluster should be: one that runs is resized when only its size changes, else restarted. */
function applySpec(store: ClusterStore, cluster: ClusterDocument, spec: ClusterSpec, call: Call): void {
  requireState(cluster, "RUNNING", "TERMINATED");
  const sized = JSON.stringify(withSize(cluster.spec, spec)) === JSON.stringify(withSize(spec, spec));
  const runs = cluster.phase.state === "RUNNING";
  if (runs && sized) resize(store, cluster, spec, call);
  else {
    const edited = store.change(cluster, { spec });
    store.record(cluster.cluster_id, "EDITED", { user: call.user.userName });
    if (runs) restart(store, edited, call);
  }
}

function resize(store: ClusterStore, cluster: ClusterDocument, spec: ClusterSpec, { user }: Call): void {
  const details = {
    ...{ user: user.userName, cause: "USER_REQUEST" },
    ...{ cluster_size: sizeOf(spec), previous_cluster_size: sizeOf(cluster.spec) },
  };
  store.enter(cluster, "RESIZING", { event: "RESIZING", message: "Resizing", details, change: { spec } });
}

interface Size {
  readonly autoscale?: Schemas["AutoScale"] | undefined;
  readonly num_workers?: number | undefined;
}

/** The same with another size, its fields in the order of their names. */
function withSize(spec: ClusterSpec, { autoscale, num_workers }: Size): ClusterSpec {
  const { autoscale: _, num_workers: __, ...rest } = spec;
  const size = autoscale ? { autoscale } : { num_workers: num_workers ?? 0 };
  const entries = Object.entries({ ...rest, ...size }).toSorted(([one], [other]) => one.localeCompare(other));
  return { spark_version: spec.spark_version, ...Object.fromEntries(entries) };
}

function specOf(args: Schemas["CreateCluster"] | Schemas["EditCluster"]): ClusterSpec {
  const {
    cluster_id: _,
    clone_from: __,
    apply_policy_default_values: ___,
    ...spec
  } = {
    ...{ cluster_id: undefined, clone_from: undefined },
    ...args,
  };
  return spec;
}

/** Takes the fields that the mask names from the request: those that it does not have are removed. */
function masked(spec: ClusterSpec, { update_mask, cluster = {} }: Schemas["UpdateCluster"]): ClusterSpec {
  const given: Readonly<Record<string, unknown>> = { ...cluster };
  const changed: Record<string, unknown> = { ...spec };
  const paths = update_mask === "*" ? Object.keys({ ...spec, ...cluster }) : update_mask.split(",");
  for (const path of paths) set(changed, given, path.trim().split("."));
  return { ...changed, spark_version: String(changed.spark_version ?? spec.spark_version) };
}

function set(target: Record<string, unknown>, source: Readonly<Record<string, unknown>>, path: string[]): void {
  const [name = "", ...rest] = path;
  if (rest.length > 0) {
    const inner = { ...Object(target[name]) };
    set(inner, Object(source[name]), rest);
    target[name] = inner;
  } else if (source[name] === undefined) delete target[name];
  else target[name] = source[name];
}

/** @throws LocalError 400 for what no cluster can be */
function checked(spec: ClusterSpec): ClusterSpec {
  const { autotermination_minutes: minutes = 0, spark_version, node_type_id, autoscale, num_workers } = spec;
  if (minutes !== 0 && (minutes < 10 || minutes > 10_000))
    throw invalid("autotermination_minutes must be 0, or between 10 and 10000");
  if (!sparkVersions.some(({ key }) => key === spark_version) && !/^\d+\.\d+\.x-/.test(spark_version))
    throw invalid(`Invalid spark version ${spark_version}.`);
  if (autoscale && num_workers !== undefined) throw invalid("Only one of num_workers and autoscale can be given.");
  return { ...spec, node_type_id: node_type_id ?? nodeTypes[0]?.node_type_id ?? "" };
}
