import type { DatabricksClientOptions } from "../client/databricks-client.ts";
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
export async function openWorkspace({ profile, local, data }: WorkspaceOptions): Promise<Workspace> {
  if (!local) return { options: profile ? { profile } : {}, close: async () => {} };
  const { startLocalWorkspace } = await import("../local/index.ts");
  const { close, servicePrincipal: _, ...settings } = await startLocalWorkspace(data ? { data } : {});
  return { options: { ...settings, authType: "pat" }, close };
}

/** Gives the workspace to `work` and ends it afterwards. */
export async function withWorkspaceOf<Result>(
  options: WorkspaceOptions,
  work: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const workspace = await openWorkspace(options);
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}
