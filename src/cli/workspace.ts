import type { DatabricksClientOptions } from "../client/databricks-client.ts";
import type { Timings } from "../local/workspace.ts";
import type { WorkspaceOptions } from "./common-options.ts";

/** A workspace to work with. */
export interface Workspace {
  /** What a client of it is made with. */
  readonly options: DatabricksClientOptions;
  /** Ends the local workspace, if it is one. */
  close(): Promise<void>;
}

/**
 * Finds the workspace that the options choose, and starts it when it is a local one. Settings are not looked for yet.
 */
export async function openWorkspace(
  { profile, local, data }: WorkspaceOptions,
  timings: Partial<Timings> = {},
): Promise<Workspace> {
  if (!local) return { options: profile ? { profile } : {}, close: async () => {} };
  const { startLocalWorkspace } = await import("../local/index.ts");
  const { close, servicePrincipal: _, ...settings } = await startLocalWorkspace({ timings, ...(data && { data }) });
  return { options: { ...settings, authType: "pat" }, close };
}

/** Nobody watches a warehouse or a cluster start that are there for one command. */
const atOnce: Partial<Timings> = { warehouseStart: 0, clusterStart: 0 };

/** Gives the workspace to `work` and ends it afterwards. */
export async function withWorkspaceOf<Result>(
  options: WorkspaceOptions,
  work: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const workspace = await openWorkspace(options, atOnce);
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}
