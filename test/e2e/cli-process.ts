import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { binary } from "../mcp/server-process.ts";

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the process is given beside its arguments. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  /** Its standard input. */
  readonly input?: string;
}

/** The built command as a process. */
export class CliProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;

  constructor(args: readonly string[], { env = {}, input = "" }: Given = {}) {
    const { PATH = "", TMPDIR = "/tmp" } = process.env;
    // No home: a profile file of whoever runs the tests must not be found.
    const clean = { PATH, TMPDIR, HOME: "/nonexistent", ...env };
    this.child = spawn(process.execPath, [binary, ...args], { env: clean });
    this.ended = this.#end();
    this.child.stdin.on("error", () => {}).end(input);
  }

  async #end(): Promise<Ended> {
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      this.child[name].setEncoding("utf8").on("data", (text: string) => {
        texts[name] += text;
      });
    }
    const code = await new Promise<number | null>((resolve) => this.child.once("close", resolve));
    return { code, ...texts };
  }
}

/** Runs a command to its end. */
export function cli(args: readonly string[], given: Given = {}): Promise<Ended> {
  return new CliProcess(args, given).ended;
}

/** What a process needs in its environment to work with a fake. */
export function workspaceAt(host: string): Record<string, string> {
  return {
    DATABRICKS_HOST: host,
    DATABRICKS_TOKEN: "dapi0123456789abcdef0123456789abcdef",
    DATABRICKS_WAREHOUSE_ID: "w1",
  };
}
