import { randomUUID } from "node:crypto";
import type { components } from "../../../generated/compute/types.ts";
import type { Workspace } from "../workspace.ts";
import { type CommandResults, PythonProcess } from "./python-process.ts";
import { SqlSession } from "./sql-session.ts";

type CommandStatus = components["schemas"]["CommandStatusResponse"];

interface Command {
  readonly id: string;
  readonly cancel: AbortController;
  status: "Queued" | "Running" | "Cancelling" | "Finished" | "Cancelled" | "Error";
  results?: CommandResults;
}

/** Languages that the local workspace can run. */
export type RunnableLanguage = "python" | "sql";

/** An execution context: an interpreter of its language, and the commands that it ran or will run, one after the other. */
export class Context {
  readonly id: string = randomUUID().replaceAll("-", "");
  readonly clusterId: string;
  /** When it last had something to do, in milliseconds since 1970. */
  lastActivity: number = Date.now();
  readonly #sql: SqlSession;
  readonly #python: Promise<PythonProcess> | undefined;
  readonly #commands = new Map<string, Command>();
  #status: "Pending" | "Running" | "Error" = "Pending";
  #lost = false;
  #queue: Promise<void> = Promise.resolve();

  constructor(workspace: Workspace, clusterId: string, language: RunnableLanguage) {
    this.clusterId = clusterId;
    this.#sql = new SqlSession(workspace);
    this.#python = language === "python" ? this.#start(workspace) : undefined;
    if (language === "sql") this.#status = "Running";
  }

  /** Pending, Running or Error. */
  get status(): string {
    return this.#status;
  }

  /** Whether its interpreter has ended: it takes no more commands, but tells those it had. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Whether a command runs or waits. */
  get busy(): boolean {
    return [...this.#commands.values()].some(({ status }) => ["Queued", "Running", "Cancelling"].includes(status));
  }

  /** Puts a command behind those that wait. @returns its id */
  execute(language: RunnableLanguage, code: string): string {
    const command: Command = {
      id: randomUUID().replaceAll("-", ""),
      cancel: new AbortController(),
      status: "Queued",
    };
    this.#commands.set(command.id, command);
    this.#queue = this.#queue.then(() => this.#run(command, language, code));
    return command.id;
  }

  /** Where a command stands; undefined for one that is not known. */
  command(id: string): CommandStatus | undefined {
    const command = this.#commands.get(id);
    return command && { id, status: command.status, ...(command.results && { results: command.results }) };
  }

  /** Asks a command to stop; without effect on one that has ended. @returns whether it is known */
  cancel(id: string): boolean {
    const command = this.#commands.get(id);
    if (!command) return false;
    if (command.status === "Queued") command.status = "Cancelled";
    if (command.status === "Running") command.status = "Cancelling";
    command.cancel.abort();
    return true;
  }

  /** Ends the interpreter with all that it runs. */
  async close(): Promise<void> {
    this.#lost = true;
    for (const id of this.#commands.keys()) this.cancel(id);
    const python = await this.#python?.catch(() => undefined);
    await python?.close();
  }

  async #start(workspace: Workspace): Promise<PythonProcess> {
    try {
      const python = await PythonProcess.start(workspace);
      this.#status = "Running";
      void python.ended.then(() => {
        this.#lost = true;
      });
      return python;
    } catch (error) {
      this.#status = "Error";
      throw error;
    }
  }

  async #run(command: Command, language: RunnableLanguage, code: string): Promise<void> {
    if (command.status !== "Queued") return;
    command.status = "Running";
    const { signal } = command.cancel;
    try {
      command.results = await (language === "sql" ? this.#sql.run(code, signal) : this.#runPython(code, signal));
      command.status = "Finished";
    } catch (error) {
      command.status = signal.aborted ? "Cancelled" : "Error";
      if (!signal.aborted) command.results = { resultType: "error", summary: String(error), cause: String(error) };
    }
    this.lastActivity = Date.now();
  }

  async #runPython(code: string, signal: AbortSignal): Promise<CommandResults> {
    if (!this.#python) throw new Error("This is a SQL context: create one with language python.");
    return (await this.#python).run(code, { signal });
  }
}
