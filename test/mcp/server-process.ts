import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/** The built command; `npm run build` makes it. */
export const binary =
  process.env.DATABRICKS_MCP_BIN ?? fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** A server with tools that misbehave on purpose, run from source. */
export const fixture = fileURLToPath(new URL("./fixture-server.ts", import.meta.url));

/** What a request of the stateless revision carries. */
export const envelope = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
};

/** One JSON-RPC message, as loosely as a test reads it. */
export interface Message {
  readonly id?: string | number | null;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the server wrote.
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the server wrote.
  readonly result?: any;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data?: { readonly supported?: string[] };
  };
}

/** How a process is started. */
export interface StartOptions {
  readonly script?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A server process of its own, spoken to in raw lines. */
export class ServerProcess implements AsyncDisposable {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Every line of standard output so far. */
  readonly lines: string[] = [];
  /** Standard error so far. */
  stderr = "";
  /** The exit code, once the process has ended. */
  readonly exited: Promise<number | null>;
  #id = 0;
  #rest = "";
  #waiting: (() => void)[] = [];

  constructor({ script = binary, args = [], env = {} }: StartOptions = {}) {
    if (!existsSync(script)) throw new Error(`${script} does not exist: run "npm run build" first`);
    const { PATH = "", TMPDIR = "/tmp" } = process.env;
    // No home: a profile file of whoever runs the tests must not be found.
    const clean = { PATH, TMPDIR, HOME: "/nonexistent", ...env };
    this.child = spawn(process.execPath, [script, ...args], { stdio: "pipe", env: clean });
    this.child.stdout.setEncoding("utf8").on("data", (text: string) => this.#collect(text));
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    this.child.stdin.on("error", () => {});
    this.exited = new Promise((resolve) => this.child.once("close", (code) => resolve(code)));
    this.exited.then(() => this.#wake());
  }

  /** Every message so far. */
  get messages(): Message[] {
    return this.lines.map((line) => JSON.parse(line) as Message);
  }

  /** Writes one line, whatever it is. */
  write(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** Sends one JSON-RPC message. */
  send(message: object): void {
    this.write(JSON.stringify({ jsonrpc: "2.0", ...message }));
  }

  /** Sends a request of the stateless revision without waiting; answers its id. */
  start(method: string, params: object = {}, meta: object = {}): number {
    this.#id += 1;
    this.send({ id: this.#id, method, params: { ...params, _meta: { ...envelope, ...meta } } });
    return this.#id;
  }

  /** A request of the stateless revision and its answer. */
  request(method: string, params: object = {}, meta: object = {}): Promise<Message> {
    return this.answer(this.start(method, params, meta));
  }

  /** A request of the older revisions and its answer. */
  legacyRequest(method: string, params: object = {}): Promise<Message> {
    this.#id += 1;
    this.send({ id: this.#id, method, params });
    return this.answer(this.#id);
  }

  /** A tool call of the stateless revision; answers its result. */
  async call(name: string, args: object = {}): Promise<Message["result"]> {
    const { result, error } = await this.request("tools/call", { name, arguments: args });
    return result ?? { error };
  }

  /** Opens a session of an older revision. */
  async initialize(protocolVersion = "2025-11-25"): Promise<Message> {
    const clientInfo = { name: "test", version: "1" };
    const answer = await this.legacyRequest("initialize", { protocolVersion, capabilities: {}, clientInfo });
    this.send({ method: "notifications/initialized" });
    return answer;
  }

  /** The answer to a request. */
  answer(id: string | number | null): Promise<Message> {
    return this.find((message) => message.id === id && message.method === undefined);
  }

  /** The first message that fits, now or later. */
  async find(fits: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.messages.find(fits);
      if (found) return found;
      if (this.child.exitCode !== null) throw new Error(`the server has ended; standard error: ${this.stderr}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Closes standard input and waits for the end; answers the exit code. */
  async end(): Promise<number | null> {
    this.child.stdin.end();
    return this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill("SIGKILL");
    await this.exited;
  }

  #collect(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    this.lines.push(...lines);
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
