import { once } from "node:events";
import { type LocalWorkspace, startLocalWorkspace } from "../local/index.ts";
import type { CommonOptions } from "./common-options.ts";
import { writeJson, writeLine } from "./output.ts";
import type { Run } from "./run.ts";

/** Options of `local`. */
export interface LocalCommandOptions extends CommonOptions {
  readonly port?: number;
  readonly data?: string;
}

/** Runs a local workspace until the signal aborts, and prints how to connect to it. */
export async function local({ port, data, json }: LocalCommandOptions, { signal }: Run): Promise<void> {
  const options = { ...(port !== undefined && { port }), ...(data && { data }) };
  const { close, ...settings } = await startLocalWorkspace(options);
  try {
    await (json ? writeJson(settings) : writeLine(instructions(settings)));
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await close();
  }
}

function instructions({ host, token, warehouseId, clusterId }: Omit<LocalWorkspace, "close">): string {
  return [
    `# A local workspace runs at ${host}; Ctrl+C ends it.`,
    "# To use it from another shell:",
    `export DATABRICKS_HOST=${host}`,
    `export DATABRICKS_TOKEN=${token}`,
    ...(warehouseId ? [`export DATABRICKS_WAREHOUSE_ID=${warehouseId}`] : []),
    ...(clusterId ? [`export DATABRICKS_CLUSTER_ID=${clusterId}`] : []),
  ].join("\n");
}
