import { setTimeout as delay } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { Client } from "@modelcontextprotocol/client";
import { heading, paragraph, say, show } from "./screen.ts";

type Structured = Record<string, unknown>;

interface Task {
  readonly task_key: string;
  readonly run_id: number;
  readonly state?: { readonly life_cycle_state?: string; readonly result_state?: string };
}

/** Calls a tool, shows what went and how it goes on, and returns what came. */
async function call(client: Client, name: string, args: Structured): Promise<{ text: string; structured: Structured }> {
  show(`> ${name} ${inShort(args)}`.replace(/ +\n/, "\n"), 3);
  let last: string | undefined;
  const onprogress = ({ message }: { message?: string | undefined }): void => {
    if (message !== last) show(`… ${message}`, 1);
    last = message;
  };
  const answer = await client.callTool({ name, arguments: args }, { onprogress, timeout: 60_000 });
  const text = (answer.content as { text?: string }[]).map((each) => each.text ?? "").join("\n");
  if (answer.isError) throw new Error(`${name} failed: ${text}`);
  return { text, structured: (answer.structuredContent ?? {}) as Structured };
}

/** Arguments as a person reads them: a statement or code in full, all else on one line. */
function inShort({ statement, code, ...rest }: Structured): string {
  const words = statement ?? code;
  if (words === undefined) return JSON.stringify(rest);
  return `\n    ${String(words).replace(/(.{1,70})(?:\s+|$)/g, "$1\n    ")}`.trimEnd();
}

/** Calls an operation of Databricks' API, and returns its answer. */
async function operation(client: Client, tool: string, id: string, args: Structured): Promise<Structured> {
  const { structured } = await call(client, tool, { operation: id, arguments: args });
  return (structured.result ?? structured) as Structured;
}

async function discovery(client: Client): Promise<void> {
  heading("what the agent sees");
  const { tools } = await client.listTools();
  say(`  ${tools.length} tools in ${Buffer.byteLength(JSON.stringify(tools))} bytes, for 1,287 operations of the API:`);
  paragraph(tools.map(({ name }) => name).join(" "));
}

async function tables(client: Client): Promise<void> {
  heading("which tables are there?");
  const where = { catalog_name: "samples", schema_name: "tpch" };
  const { tables: found } = await operation(client, "operation_read", "tables.list", where);
  paragraph((found as { full_name: string }[]).map(({ full_name }) => full_name).join(" "));
}

async function query(client: Client): Promise<void> {
  heading("a query, on a warehouse that has to start first");
  const statement =
    "SELECT pickup_zip, count(*) AS trips, round(avg(fare_amount), 2) AS fare " +
    "FROM samples.nyctaxi.trips GROUP BY 1 ORDER BY trips DESC LIMIT 3";
  show((await call(client, "sql_query", { statement })).text.replaceAll("\t", "  "));
}

async function python(client: Client): Promise<void> {
  heading("Python that remembers, in an execution context");
  const { clusters } = await operation(client, "operation_read", "clusters.list", {});
  const [cluster] = clusters as { cluster_id: string }[];
  const opened = await call(client, "context_open", { cluster_id: cluster?.cluster_id, language: "python" });
  const { context } = opened.structured;
  await call(client, "context_run", { context, code: "squares = [n * n for n in range(100)]" });
  show((await call(client, "context_run", { context, code: "sum(squares)" })).text, 4);
  await call(client, "context_close", { context });
}

const notebooks = {
  extract: "rows = [3, 1, 2]\nprint('extracted', len(rows), 'rows')",
  load: "rows = []\nprint('average', sum(rows) / len(rows))",
};

async function job(client: Client): Promise<void> {
  heading("a job whose second task fails, and why");
  for (const [name, source] of Object.entries(notebooks)) {
    const content = Buffer.from(source).toString("base64");
    const args = { path: `/Shared/${name}`, language: "PYTHON", content, overwrite: true };
    await operation(client, "operation_write", "workspace.import", args);
  }
  const task = (task_key: string) => ({ task_key, notebook_task: { notebook_path: `/Shared/${task_key}` } });
  const submitted = [task("extract"), { ...task("load"), depends_on: [{ task_key: "extract" }] }];
  const { run_id } = await operation(client, "operation_write", "jobs.submit", { run_name: "demo", tasks: submitted });
  const tasks = await ended(client, run_id);
  for (const { task_key, state } of tasks) say(`  ${task_key}: ${state?.result_state}`);
  const failed = tasks.find(({ state }) => state?.result_state === "FAILED");
  const output = await operation(client, "operation_read", "jobs.getRunOutput", { run_id: failed?.run_id });
  show(`error: ${output.error}`, 2);
  show(stripVTControlCharacters(String(output.error_trace)), 8);
}

/** Asks until a run has ended, and returns its tasks. */
async function ended(client: Client, run_id: unknown): Promise<Task[]> {
  for (;;) {
    const args = { operation: "jobs.getRun", arguments: { run_id } };
    const { structuredContent } = await client.callTool({ name: "operation_read", arguments: args });
    const answer = structuredContent as Structured;
    const run = (answer.result ?? answer) as { state?: Task["state"]; tasks?: Task[] };
    if (run.state?.life_cycle_state === "TERMINATED" || run.state?.life_cycle_state === "INTERNAL_ERROR") {
      return run.tasks ?? [];
    }
    await delay(300);
  }
}

async function search(client: Client): Promise<void> {
  heading("any other operation, found by words");
  const { structured } = await call(client, "operation_search", { query: "create a secret scope", limit: 2 });
  for (const { id, summary } of structured.operations as { id: string; summary: string }[]) show(`${id}: ${summary}`);
  await operation(client, "operation_write", "secrets.createScope", { scope: "demo" });
  const { scopes } = await operation(client, "operation_read", "secrets.listScopes", {});
  show(JSON.stringify(scopes), 1);
}

/** What a newcomer should see once, in a minute. */
export async function tour(client: Client): Promise<void> {
  for (const chapter of [discovery, tables, query, python, job, search]) await chapter(client);
}
