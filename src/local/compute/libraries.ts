import type { components } from "../../../generated/compute/types.ts";
import type { Handlers } from "../handlers.ts";
import { invalid } from "../local-error.ts";
import type { Collection } from "../store.ts";
import type { Workspace } from "../workspace.ts";
import type { ClusterStore } from "./cluster-store.ts";

type Schemas = components["schemas"];

interface Installation {
  readonly library: Schemas["Library"];
  /** Milliseconds since 1970. */
  readonly asked: number;
  /** The Spark context that was there when it was to be removed: the next one is without it. */
  readonly removedIn?: number;
}

const note =
  "The local workspace tells states of libraries, but installs none: code sees the packages of this machine's Python.";

/** The libraries API: states only. */
export function libraryHandlers({ store, timings }: Workspace, clusters: ClusterStore): Handlers<"libraries"> {
  const kept: Collection<Installation[]> = store.collection("cluster-libraries");
  const installed = (id: string): Installation[] => {
    const { sparkContextId } = clusters.get(id);
    return (kept.get(id) ?? []).filter(({ removedIn }) => removedIn === undefined || removedIn === sparkContextId);
  };
  const statuses = (cluster_id: string): Schemas["ClusterLibraryStatuses"] => ({
    cluster_id,
    library_statuses: installed(cluster_id).map((each) => statusOf(each, clusters, cluster_id, timings.clusterStart)),
  });
  return {
    install: ({ cluster_id, libraries }) => {
      const others = installed(cluster_id).filter(({ library }) => !includes(libraries, library));
      kept.put(cluster_id, [
        ...others,
        ...libraries.map((library) => ({ library: checked(library), asked: Date.now() })),
      ]);
    },
    uninstall: ({ cluster_id, libraries }) => {
      const { sparkContextId, phase } = clusters.get(cluster_id);
      const left = installed(cluster_id).flatMap((each) => {
        if (!includes(libraries, each.library)) return [each];
        return phase.state === "TERMINATED" ? [] : [{ ...each, removedIn: sparkContextId }];
      });
      kept.put(cluster_id, left);
    },
    clusterStatus: ({ cluster_id }) => statuses(cluster_id),
    allClusterStatuses: () => ({ statuses: clusters.list().map(({ cluster_id }) => statuses(cluster_id)) }),
  };
}

function statusOf(
  { library, asked, removedIn }: Installation,
  clusters: ClusterStore,
  id: string,
  duration: number,
): Schemas["LibraryFullStatus"] {
  const { phase } = clusters.get(id);
  const since = Date.now() - Math.max(asked, phase.since);
  const installing = since < duration / 2 ? "RESOLVING" : since < duration ? "INSTALLING" : "INSTALLED";
  const status = removedIn !== undefined ? "UNINSTALL_ON_RESTART" : phase.state === "RUNNING" ? installing : "PENDING";
  return { library, status, is_library_for_all_clusters: false, ...(status === "INSTALLED" && { messages: [note] }) };
}

const includes = (libraries: readonly Schemas["Library"][], library: Schemas["Library"]): boolean =>
  libraries.some((each) => JSON.stringify(each) === JSON.stringify(library));

function checked(library: Schemas["Library"]): Schemas["Library"] {
  if (Object.keys(library).length !== 1)
    throw invalid("A library is one of pypi, whl, jar, maven, cran, egg, requirements.");
  return library;
}
