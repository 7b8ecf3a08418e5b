import { DatabricksError } from "../errors/databricks-error.ts";
import type { Redact } from "../errors/redact.ts";
import type { ToolAnswer } from "../tools/tool.ts";
import { errorAnswer } from "./result.ts";

/**
 * Tells the agent why a call failed and whether repeating it can help. Errors of this package speak for themselves;
 * anything else is a defect and shows no more than its redacted message.
 */
export function failure(tool: string, error: unknown, redact: Redact): ToolAnswer {
  if (error instanceof DatabricksError) {
    const retry = error.retryable ? "Retryable: the same call may succeed later." : "Not retryable as it is.";
    return errorAnswer(redact(`${error.message}\n${retry}`));
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return errorAnswer(redact(`${tool} failed inside databricks-mcp: ${message}`));
}
