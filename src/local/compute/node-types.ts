import type { components } from "../../../generated/compute/types.ts";
import type { ClusterSpec } from "./cluster-document.ts";

type Schemas = components["schemas"];

/** Kinds of machines: names only, since everything runs on this one. */
export const nodeTypes: Schemas["NodeType"][] = [
  nodeType("local.small", 2, 8192),
  nodeType("local.medium", 4, 16_384),
  nodeType("local.large", 8, 32_768),
];

function nodeType(node_type_id: string, num_cores: number, memory_mb: number): Schemas["NodeType"] {
  const description = `${num_cores} cores, ${memory_mb / 1024} GiB (this machine, whatever it has)`;
  return {
    node_type_id,
    instance_type_id: node_type_id,
    num_cores,
    memory_mb,
    description,
    category: "General Purpose",
  };
}

/** Runtimes that clusters may name: names only, since code runs in this machine's Python. */
export const sparkVersions: Schemas["SparkVersion"][] = [
  { key: "17.3.x-scala2.13", name: "17.3 LTS (includes Apache Spark 4.0.0, Scala 2.13)" },
  { key: "16.4.x-scala2.12", name: "16.4 LTS (includes Apache Spark 3.5.2, Scala 2.12)" },
  { key: "15.4.x-scala2.12", name: "15.4 LTS (includes Apache Spark 3.5.0, Scala 2.12)" },
];

/** The cluster that every workspace has. It runs at every start, and does not end by itself. */
export const localCluster: { readonly cluster_id: string; readonly spec: ClusterSpec } = {
  cluster_id: "0101-000000-local001",
  spec: {
    cluster_name: "Local Cluster",
    spark_version: "17.3.x-scala2.13",
    node_type_id: "local.small",
    num_workers: 0,
    is_single_node: true,
    autotermination_minutes: 0,
    data_security_mode: "SINGLE_USER",
  },
};
