import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Readable, Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { LocalError } from "../local-error.ts";
import type { Workspace } from "../workspace.ts";
import { driverSource } from "./driver/index.ts";
import { findPython } from "./find-python.ts";
import { type Outcome, type PythonMessage, readMessage, type SqlRequest } from "./python-messages.ts";
import { PythonOutput } from "./python-output.ts";
import type { PythonOptions } from "./python-process.ts";
import type { Table } from "./sql-session.ts";

/** Milliseconds that code has to stop after an interrupt. */
const GRACE = 2_000;

/** Milliseconds to read what an ended process has printed: a child that left its group may hold the pipes open. */
const DRAIN = 500;

/** What a process gets of this one's environment. */
const inherited = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "USERPROFILE"];

/** Reads the driver from the pipe that commands come by, and becomes it. */
const bootstrap = `
import json, os
control = os.fdopen(3, encoding="utf-8")
exec(compile(json.loads(control.readline()), "<driver>", "exec"), {"control": control, "__name__": "databricks_driver"})`;

type AnswerSql = (request: SqlRequest) => Promise<Table>;

interface Running {
  readonly mark: string;
  readonly shown: object[];
  /** Ends the SQL that the command asked for when the command ends. */
  readonly ended: AbortController;
  done?: Extract<PythonMessage, { done: string }>;
  readonly finish: () => void;
}

/**
 * A `python3` that speaks with its driver in lines of JSON over two pipes of their own (3 to it, 4 from it), so that
 * whatever code prints is only output. It leads a process group, to be killed with its children; its driver ends
 * the group when pipe 3 closes, which happens even when this process is killed.
 */
export class PythonChild {
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  readonly #process: ChildProcess;
  readonly #control: Writable;
  readonly #output = new PythonOutput();
  readonly #answerSql: AnswerSql;
  readonly #secrets = new Set<string>();
  #running: Running | undefined;
  #exit: string | undefined;

  private constructor(process: ChildProcess, answerSql: AnswerSql) {
    this.#process = process;
    this.#answerSql = answerSql;
    const [, stdout, stderr, control, replies] = process.stdio;
    if (!(control instanceof Writable && replies instanceof Readable)) throw new Error("a pipe is missing");
    this.#control = control.on("error", () => {});
    for (const stream of [stdout, stderr]) {
      if (stream instanceof Readable) stream.setEncoding("utf8").on("data", (text: string) => this.#output.add(text));
    }
    createInterface({ input: replies }).on("line", (line) => this.#read(line));
    this.ended = this.#watch();
  }

  /** @throws LocalError 501 without a Python, 500 when it does not start */
  static async start(workspace: Workspace, options: PythonOptions, answerSql: AnswerSql): Promise<PythonChild> {
    const child = new PythonChild(
      spawn(await findPython(), ["-u", "-c", bootstrap], {
        cwd: options.cwd ?? (await workspace.directory("driver")),
        env: environment(workspace, options),
        detached: process.platform !== "win32",
        stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
      }),
      answerSql,
    );
    await child.#greet(options);
    return child;
  }

  /**
   * Runs one command; only one at a time.
   *
   * @throws the signal's reason when it was interrupted
   */
  async run(command: { code: string; file?: string }, signal?: AbortSignal): Promise<Outcome> {
    const interrupt = (): void => this.#interrupt();
    signal?.addEventListener("abort", interrupt, { once: true });
    try {
      return await this.#run(command, signal);
    } finally {
      signal?.removeEventListener("abort", interrupt);
    }
  }

  /** Ends the process and its children, and waits until it has ended. */
  async kill(): Promise<void> {
    this.#killNow();
    await this.ended;
  }

  async #run(command: { code: string; file?: string }, signal?: AbortSignal): Promise<Outcome> {
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
    const running: Running = { mark: `\0${randomUUID()}\0`, shown: [], ended: new AbortController(), finish };
    this.#running = running;
    const reached = this.#output.until(running.mark);
    this.#send({ run: running.mark, ...command });
    await Promise.race([Promise.all([finished, reached]), this.ended]);
    this.#running = undefined;
    running.ended.abort();
    const { done, shown } = running;
    const printed = this.#output.take();
    if (signal?.aborted && (!done || done.interrupted)) throw signal.reason;
    return this.#redact({ ...printed, shown, error: done ? done.error : this.#died(), exit: done?.exit });
  }

  #died(): Outcome["error"] {
    return { summary: "Fatal error: The Python kernel is unresponsive.", cause: `The Python process ${this.#exit}.` };
  }

  #interrupt(): void {
    const { mark } = this.#running ?? {};
    this.#running?.ended.abort();
    this.#send({ interrupt: mark });
    void setTimeout(GRACE, undefined, { ref: false }).then(() => {
      if (mark && this.#running?.mark === mark) this.#killNow();
    });
  }

  #killNow(): void {
    const { pid } = this.#process;
    if (pid !== undefined && this.#exit === undefined) killGroup(pid);
  }

  async #watch(): Promise<void> {
    const { pid } = this.#process;
    // May come together with "exit", so that it must be waited for from the start.
    const closed = once(this.#process, "close").catch(() => {});
    const [code, signal]: unknown[] = await once(this.#process, "exit").catch((error: unknown) => [String(error)]);
    this.#exit = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
    if (pid !== undefined) killGroup(pid);
    this.#control.destroy();
    await Promise.race([closed, setTimeout(DRAIN, undefined, { ref: false })]);
    this.#output.end();
  }

  async #greet({ parameters = {}, argv = [] }: PythonOptions): Promise<void> {
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
    this.#running = { mark: "", shown: [], ended: new AbortController(), finish };
    this.#send(driverSource);
    this.#send({ parameters, argv });
    await Promise.race([finished, this.ended]);
    this.#running = undefined;
    if (this.#exit === undefined) return;
    const { output } = this.#output.take();
    throw new LocalError(500, "INTERNAL_ERROR", `Python ${this.#exit} before it was ready. ${output.trim()}`);
  }

  #send(message: unknown): void {
    this.#control.write(`${JSON.stringify(message)}\n`);
  }

  #read(line: string): void {
    const message = readMessage(line);
    const running = this.#running;
    if ("secret" in message) this.#secrets.add(message.secret);
    if ("call" in message) void this.#call(message, running?.ended.signal ?? AbortSignal.abort());
    if ("shown" in message) running?.shown.push(message.shown);
    if ("ready" in message) running?.finish();
    if ("done" in message && running?.mark === message.done) {
      running.done = message;
      running.finish();
    }
  }

  async #call(request: Extract<PythonMessage, { call: number }>, signal: AbortSignal): Promise<void> {
    const { call, sql, parameters } = request;
    try {
      this.#send({ answer: call, value: await this.#answerSql({ sql, parameters, signal }) });
    } catch (error) {
      this.#send({ answer: call, error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** As in Databricks, a secret that code has read is not seen in what it prints and displays. */
  #redact(outcome: Outcome): Outcome {
    if (this.#secrets.size === 0) return outcome;
    let text = JSON.stringify(outcome);
    for (const secret of this.#secrets) text = text.replaceAll(JSON.stringify(secret).slice(1, -1), "[REDACTED]");
    return JSON.parse(text);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // Nothing of the group is left.
  }
}

function environment(workspace: Workspace, { env }: PythonOptions): NodeJS.ProcessEnv {
  const kept = inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...Object.fromEntries(kept),
    PYTHONUTF8: "1",
    MPLBACKEND: "Agg",
    DATABRICKS_HOST: workspace.host,
    DATABRICKS_TOKEN: workspace.token,
    ...env,
  };
}
