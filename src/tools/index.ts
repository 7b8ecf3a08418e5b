import { closeAllContexts } from "../overlays/commands/open-contexts.ts";
import { contextCancel } from "./context-cancel.ts";
import { contextClose } from "./context-close.ts";
import { contextOpen } from "./context-open.ts";
import { contextRun } from "./context-run.ts";
import { contextStatusTool } from "./context-status.ts";
import { sqlCancel } from "./sql-cancel.ts";
import { sqlQuery } from "./sql-query.ts";
import { sqlResult } from "./sql-result.ts";
import type { Tool } from "./tool.ts";
import { whoami } from "./whoami.ts";

/** The curated tools, in the order in which agents see them. */
export const tools: readonly Tool[] = [
  whoami,
  sqlQuery,
  sqlResult,
  sqlCancel,
  contextOpen,
  contextRun,
  contextStatusTool,
  contextCancel,
  contextClose,
];

/** Milliseconds that a shutdown may take: agents expect the process to be gone within 2 s. */
const SHUTDOWN_MS = 1_500;

/** Destroys what the tools left open in Databricks. Call it last, when calls in flight have been aborted and have ended. */
export async function shutdown(): Promise<void> {
  await closeAllContexts(SHUTDOWN_MS);
}
