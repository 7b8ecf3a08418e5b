import { DatabricksError } from "./databricks-error.ts";

/** A command cannot run: its cluster is not running, its context did not start, or its context is gone. */
export class ContextError extends DatabricksError {
  override readonly name: string = "ContextError";

  /** The cluster is not up. We never start one by ourselves, since it costs. */
  static clusterNotRunning(clusterId: string, state: string, reason = ""): ContextError {
    const starting = state === "PENDING" || state === "RESTARTING";
    const hint = starting
      ? "Wait: ask operation clusters.get until its state is RUNNING."
      : `Start it with operation clusters.start {"cluster_id":"${clusterId}"} (it costs until it stops), or take another cluster.`;
    const message = `cluster ${clusterId} is ${state}, not RUNNING${reason && ` (${reason})`}`;
    return new ContextError(message, { retryable: starting, hint });
  }

  /** A new context did not reach Running; it is destroyed. */
  static notStarted(clusterId: string, status: string): ContextError {
    const hint = "The driver may be busy, or its limit of 145 contexts reached: close contexts, or try again later.";
    return new ContextError(`the context on cluster ${clusterId} did not start: its status is ${status}`, {
      retryable: true,
      hint,
    });
  }

  /** The context does not exist any more: destroyed, evicted, or its cluster restarted. */
  static gone(cause: Error): ContextError {
    const hint = "Open a new context; variables and imports of the old one are lost.";
    return new ContextError(`the context no longer exists (${cause.message})`, { retryable: false, hint, cause });
  }

  /** The command was started, but then its status could not be read: it may still be running. */
  static commandLost(commandId: string, cause: unknown): ContextError {
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = "It may still be running: ask its status by this command id before running it again.";
    return new ContextError(`command ${commandId}: ${why}`, { retryable: false, hint, cause });
  }
}
