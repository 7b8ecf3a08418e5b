import { stderrLog } from "../observability/log.ts";
import type { DebugOptions } from "./attempt-log.ts";

/**
 * What the environment says about writing down requests, with the variables of Databricks' own tools:
 * `DATABRICKS_LOG_LEVEL=debug` (or `trace`) writes them to standard error, `DATABRICKS_DEBUG_HEADERS=true` with headers,
 * `DATABRICKS_DEBUG_TRUNCATE_BYTES` says how much of a text is shown.
 *
 * @param env such as `process.env`
 * @returns undefined when nothing is to be written
 */
export function debugOptions(env: Readonly<Record<string, string | undefined>>): DebugOptions | undefined {
  if (!/^(debug|trace)$/i.test(env.DATABRICKS_LOG_LEVEL ?? "")) return undefined;
  const truncate = Number(env.DATABRICKS_DEBUG_TRUNCATE_BYTES);
  return {
    log: stderrLog,
    headers: /^(1|t|true)$/i.test(env.DATABRICKS_DEBUG_HEADERS ?? ""),
    ...(truncate > 0 && { truncate }),
  };
}
