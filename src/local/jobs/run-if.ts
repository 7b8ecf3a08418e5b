import type { Schemas, State } from "./documents.ts";
import { excluded, upstreamCanceled, upstreamFailed } from "./states.ts";

/** One task that another depends on, as it ended. */
export interface Upstream {
  readonly state: State;
  /** What a condition came to. */
  readonly outcome?: string | undefined;
  /** What the condition must have come to for the other task to run. */
  readonly wanted?: string | undefined;
}

type Kind = "succeeded" | "failed" | "canceled" | "excluded";

const kinds: Readonly<Record<string, Kind>> = {
  SUCCESS: "succeeded",
  SUCCESS_WITH_FAILURES: "succeeded",
  CANCELED: "canceled",
  UPSTREAM_CANCELED: "canceled",
  EXCLUDED: "excluded",
  DISABLED: "excluded",
};

/** A branch that a condition did not take counts as excluded. */
function kindOf({ state, outcome, wanted }: Upstream): Kind {
  const kind = kinds[state.result ?? ""] ?? "failed";
  return kind === "succeeded" && wanted !== undefined && wanted !== outcome ? "excluded" : kind;
}

/**
 * Whether a task runs after those it depends on, all of which have ended
 * (https://docs.databricks.com/aws/en/jobs/run-if).
 *
 * @returns undefined when it does, else how it ends without having run
 */
export function notRun(runIf: Schemas["RunIf"] = "ALL_SUCCESS", upstream: readonly Upstream[]): State | undefined {
  const all = upstream.map(kindOf);
  if (all.length === 0 || holds(runIf, all)) return undefined;
  if (runIf === "AT_LEAST_ONE_FAILED" || runIf === "ALL_FAILED") return excluded;
  if (all.includes("failed")) return upstreamFailed;
  return all.includes("canceled") ? upstreamCanceled : excluded;
}

function holds(runIf: Schemas["RunIf"], all: readonly Kind[]): boolean {
  const failed = (kind: Kind): boolean => kind === "failed" || kind === "canceled";
  switch (runIf) {
    case "ALL_DONE":
      return true;
    case "AT_LEAST_ONE_SUCCESS":
      return all.includes("succeeded");
    case "NONE_FAILED":
      return !all.some(failed) && all.includes("succeeded");
    case "AT_LEAST_ONE_FAILED":
      return all.some(failed);
    case "ALL_FAILED":
      return all.every(failed);
    default:
      return all.every((kind) => kind === "succeeded");
  }
}
