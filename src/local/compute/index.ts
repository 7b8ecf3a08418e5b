import type { LocalService } from "../handlers.ts";
import type { Workspace } from "../workspace.ts";
import { ClusterStore } from "./cluster-store.ts";
import { clusterHandlers } from "./clusters.ts";
import { commandExecutionHandlers } from "./command-execution.ts";
import { Contexts } from "./contexts.ts";
import { libraryHandlers } from "./libraries.ts";
import { localCluster } from "./node-types.ts";

/** Clusters, their libraries, and the contexts in which they run code. */
export function computeService(workspace: Workspace): LocalService {
  const clusters = new ClusterStore(workspace);
  const contexts = new Contexts(workspace, clusters);
  return {
    handlers: {
      clusters: clusterHandlers(clusters),
      commandExecution: commandExecutionHandlers(contexts),
      libraries: libraryHandlers(workspace, clusters),
    },
    defaults: { clusterId: localCluster.cluster_id },
    close: () => contexts.close(),
  };
}
