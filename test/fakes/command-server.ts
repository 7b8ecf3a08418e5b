import { type FakeAnswer, type FakeRequest, type JsonServer, startJsonServer } from "./json-server.ts";

/** How a cluster, its contexts and their commands behave. */
export interface ClusterScript {
  readonly state?: string;
  /** Statuses of each new context, told one after the other, the last for ever. */
  readonly contextStatuses?: readonly string[];
  /** Statuses of each command, likewise. */
  readonly commandStatuses?: readonly string[];
  /** Results of a command once it is Finished or Error. */
  readonly results?: object;
  /** Polls between a cancel and Cancelled; a command that ends before keeps its own end. */
  readonly pollsToCancel?: number;
  /** Whether commands start but are not known afterwards. */
  readonly loseCommands?: boolean;
}

interface Polled {
  polls: number;
  cancelledAt?: number;
}

/** A cluster on loopback that speaks the Command Execution API 1.2. Contexts are `x1`, `x2`, …, commands `c1`, `c2`, …. */
export class CommandServer {
  /** Bodies of the commands executed. */
  readonly executed: FakeRequest["body"][] = [];
  /** Runs before each answer, for example to abort the caller. */
  beforeAnswer: (request: FakeRequest) => void = () => {};
  readonly #script: ClusterScript;
  readonly #contexts = new Map<string, Polled>();
  readonly #commands = new Map<string, Polled>();
  #http: JsonServer | undefined;
  #created = 0;

  constructor(script: ClusterScript = {}) {
    this.#script = script;
  }

  async start(): Promise<this> {
    this.#http = await startJsonServer((request) => this.#answer(request));
    return this;
  }

  get host(): string {
    return this.#http?.host ?? "";
  }

  /** Requests as `POST /contexts/create`, in order. */
  get seen(): string[] {
    return (this.#http?.seen ?? []).map((line) => line.replace(/\/api\/\d\.\d/, ""));
  }

  /** Ids of the contexts that exist. */
  get contexts(): string[] {
    return [...this.#contexts.keys()];
  }

  /** Loses every context, as a restart of the cluster does. */
  restart(): void {
    this.#contexts.clear();
  }

  #answer(request: FakeRequest): FakeAnswer {
    this.beforeAnswer(request);
    const path = request.path.replace(/^\/api\/\d\.\d/, "");
    if (path === "/clusters/get") return this.#cluster(request);
    if (path === "/contexts/create") return this.#create();
    const { contextId, commandId } = { ...request.query, ...request.body };
    const context = this.#contexts.get(String(contextId));
    if (!context) return { status: 400, body: { error: `ContextNotFoundException: context ${contextId} not found` } };
    if (path === "/contexts/status") return { body: { id: contextId, status: this.#contextStatus(context) } };
    if (path === "/contexts/destroy") return this.#destroy(String(contextId));
    if (path === "/commands/execute") return this.#execute(request);
    const command = this.#commands.get(String(commandId));
    if (!command || this.#script.loseCommands)
      return { status: 404, body: { error: `CommandNotFoundException: ${commandId}` } };
    return path === "/commands/cancel" ? this.#cancel(command) : this.#commandStatus(String(commandId), command);
  }

  #cluster({ query }: FakeRequest): FakeAnswer {
    const { state = "RUNNING" } = this.#script;
    return {
      body: { cluster_id: query.cluster_id, state, state_message: state === "RUNNING" ? "" : "Inactive for 2 h" },
    };
  }

  #create(): FakeAnswer {
    this.#created += 1;
    const id = `x${this.#created}`;
    this.#contexts.set(id, { polls: 0 });
    return { body: { id } };
  }

  #contextStatus(context: Polled): string {
    context.polls += 1;
    return at(this.#script.contextStatuses ?? ["Running"], context.polls - 1);
  }

  #destroy(id: string): FakeAnswer {
    this.#contexts.delete(id);
    return { body: {} };
  }

  #execute({ body }: FakeRequest): FakeAnswer {
    this.executed.push(body);
    const id = `c${this.executed.length}`;
    this.#commands.set(id, { polls: 0 });
    return { body: { id } };
  }

  #cancel(command: Polled): FakeAnswer {
    command.cancelledAt ??= command.polls;
    return { body: { id: "cancel" } };
  }

  #commandStatus(id: string, command: Polled): FakeAnswer {
    const { commandStatuses = ["Finished"], results, pollsToCancel = 0 } = this.#script;
    command.polls += 1;
    const scripted = at(commandStatuses, command.polls - 1);
    const cancelled = command.cancelledAt !== undefined && command.polls - command.cancelledAt > pollsToCancel;
    const status = cancelled && ["Queued", "Running"].includes(scripted) ? "Cancelled" : scripted;
    return { body: { id, status, results: ["Finished", "Error"].includes(status) ? results : null } };
  }
}

/** Starts a cluster that behaves like this. */
export function commandServer(script: ClusterScript = {}): Promise<CommandServer> {
  return new CommandServer(script).start();
}

function at(list: readonly string[], index: number): string {
  return list[Math.min(index, list.length - 1)] ?? "";
}
