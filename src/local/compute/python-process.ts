import type { components } from "../../../generated/compute/types.ts";
import type { Workspace } from "../workspace.ts";
import { PythonChild } from "./python-child.ts";
import { resultsOf } from "./python-results.ts";
import { SqlSession } from "./sql-session.ts";

/** What a command gave, as API 1.2 spells it: text, table, image, images or error. */
export type CommandResults = components["schemas"]["Results"];

/** How to start a {@link PythonProcess}. */
export interface PythonOptions {
  /** Environment variables beside the few that a process gets; secrets of the parent are never among these. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values of widgets, for `dbutils.widgets.get`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** `sys.argv`, its first being the name of the script. */
  readonly argv?: readonly string[];
  /** @default a directory of the workspace */
  readonly cwd?: string;
}

/** How to run code. */
export interface RunOptions {
  /** Interrupts the code; when it does not end soon, the process is killed. */
  readonly signal?: AbortSignal;
  /** Runs the code as this script: it is named in trace-backs, is `__file__`, and its last expression is not echoed. */
  readonly file?: string;
}

/**
 * One Python interpreter that keeps its variables from command to command, with `spark`, `display` and `dbutils` as in
 * a notebook. It ends, with all that it started, on {@link close} and when this process ends, however that happens.
 */
export class PythonProcess {
  readonly #child: PythonChild;
  #queue: Promise<unknown> = Promise.resolve();
  #output = "";
  #exitValue: string | undefined;

  private constructor(child: PythonChild) {
    this.#child = child;
  }

  /** @throws LocalError 501 when there is no Python, 500 when it does not start */
  static async start(workspace: Workspace, options: PythonOptions = {}): Promise<PythonProcess> {
    const sql = new SqlSession(workspace);
    return new PythonProcess(await PythonChild.start(workspace, options, (request) => sql.all(request)));
  }

  /** Resolves when the process has ended, for whatever reason. */
  get ended(): Promise<void> {
    return this.#child.ended;
  }

  /** Everything that the last command printed, without what it displayed. At most 5 million characters. */
  get output(): string {
    return this.#output;
  }

  /** What the last command gave to `dbutils.notebook.exit`; undefined when it did not call it. */
  get exitValue(): string | undefined {
    return this.#exitValue;
  }

  /**
   * Runs code after what was asked before. An exception in it is a result; a table or image displayed wins over printed
   * text; with `dbutils.notebook.exit(value)` the result is that value as text.
   *
   * @throws the signal's reason when the code was interrupted, or the process killed because it did not stop
   */
  run(code: string, options: RunOptions = {}): Promise<CommandResults> {
    const run = this.#queue.then(() => this.#run(code, options));
    this.#queue = run.catch(() => {});
    return run;
  }

  /** Ends the process and its children. */
  async close(): Promise<void> {
    await this.#child.kill();
  }

  async #run(code: string, { signal, file }: RunOptions): Promise<CommandResults> {
    signal?.throwIfAborted();
    const outcome = await this.#child.run({ code, ...(file !== undefined && { file }) }, signal);
    this.#output = outcome.output;
    this.#exitValue = outcome.exit;
    return resultsOf(outcome);
  }
}
