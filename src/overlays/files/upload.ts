import type { Source } from "./source.ts";
import type { Progress, Transfer } from "./transfer.ts";

/** An upload under way. */
export interface Upload extends Transfer {
  readonly source: Source;
  readonly overwrite: boolean;
  /** Parts under way at once. */
  readonly parallelism: number;
  /** Of one part, in bytes. */
  readonly partBytes: number;
  readonly progress: Progress;
}
