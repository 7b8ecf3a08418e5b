import type { ProgressLine } from "./progress-line.ts";

/** What a command's work is given. */
export interface Run {
  /** Aborts on Ctrl+C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Shows on standard error how far the work is. */
  readonly progress: ProgressLine;
}
