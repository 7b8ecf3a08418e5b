import { type ExecFileException, execFile } from "node:child_process";
import type { Environment } from "../config/gather.ts";

/** How a program ended. */
export interface Ended {
  readonly ok: boolean;
  readonly stdout: string;
  /** What it wrote to standard error; when it could not run or was stopped, why. */
  readonly stderr: string;
  /** True when there is no such program. */
  readonly missing: boolean;
}

/**
 * Runs a program without a shell: what it wrote, and whether it succeeded. Never fails by itself.
 *
 * @param args one text per argument
 * @param limitMs it is stopped after so long
 */
export type Run = (file: string, args: readonly string[], env: Environment, limitMs: number) => Promise<Ended>;

/** The most that a program may write, in bytes. */
const maxBuffer = 1_048_576;

/** Runs a program of this machine. Its standard input is empty, so that it cannot wait for anyone. */
export const run: Run = (file, args, env, timeout) =>
  new Promise((resolve) => {
    const options = { env, timeout, maxBuffer, killSignal: "SIGKILL", windowsHide: true } as const;
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      const missing = error?.code === "ENOENT";
      resolve({ ok: !error, stdout, stderr: error ? reasonOf(error, stderr, timeout) : stderr, missing });
    });
    child.stdin?.end();
  });

function reasonOf(error: ExecFileException, stderr: string, timeout: number): string {
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return `it wrote more than ${maxBuffer} bytes`;
  if (error.killed) return `it did not end within ${timeout / 1_000} s`;
  return stderr.trim() || error.message;
}
