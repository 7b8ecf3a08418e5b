import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { startPrism } from "../../src/local/mock.ts";
import { startWorkspace } from "./workspace.ts";

/** The services whose documents Prism mocks here; all 37 would take longer to load than the demo to run. */
const SERVICES = ["sql", "compute", "jobs", "iam"];

const WIDTH = 80;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const heading = (text: string): void => say(`\n── ${text} ${"─".repeat(Math.max(0, WIDTH - text.length - 4))}`);

/** At most some lines, none wider than the terminal. */
function show(text: string, lines = 12): void {
  const all = text.split("\n");
  for (const line of all.slice(0, lines)) say(`  ${line.length > WIDTH - 2 ? `${line.slice(0, WIDTH - 3)}…` : line}`);
  if (all.length > lines) say(`  … ${all.length - lines} more lines`);
}

/** JSON as a person reads it; other text as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 1).replaceAll("\n ", "\n");
  } catch {
    return text;
  }
}

/** Calls a tool, shows what went and what came, and answers the structured part. */
async function call(
  client: Client,
  name: string,
  args: Record<string, unknown>,
  lines?: number,
): Promise<Record<string, unknown>> {
  show(`> ${name} ${JSON.stringify(args)}`, 1);
  const onprogress = ({ message }: { message?: string | undefined }): void => show(`… ${message}`, 1);
  const answer = await client.callTool({ name, arguments: args }, { onprogress });
  const text = (answer.content as { text?: string }[]).map((each) => each.text ?? "").join("\n");
  show(readable(text), lines);
  if (answer.isError) throw new Error(`${name} failed`);
  return (answer.structuredContent ?? {}) as Record<string, unknown>;
}

async function walk(client: Client): Promise<void> {
  heading("1 · discovery");
  const { tools } = await client.listTools();
  say(`  ${tools.length} tools in ${Buffer.byteLength(JSON.stringify(tools))} bytes:`);
  show(
    tools
      .map(({ name }) => name)
      .join(", ")
      .replace(/(.{1,74})(?:, |$)/g, "$1\n")
      .trimEnd(),
  );

  heading("2 · find an operation by words");
  await call(client, "operation_search", { query: "list job runs", limit: 2 }, 24);

  heading("3 · describe it");
  await call(client, "operation_describe", { operation: "jobs.listRuns" }, 16);

  heading("4 · read");
  await call(client, "operation_read", { operation: "clusters.sparkVersions", arguments: {} });

  heading("5 · a SQL statement, from PENDING to rows");
  const statement = "SELECT pickup_zip, count(*) AS trips FROM samples.nyctaxi.trips GROUP BY 1";
  await call(client, "sql_query", { statement, warehouse_id: "demo-warehouse" });

  heading("6 · a command context: opened, used, destroyed");
  const { context } = await call(client, "context_open", { cluster_id: "demo-cluster", language: "python" });
  await call(client, "context_run", { context, code: "print(sum(i * i for i in range(100)))" });
  await call(client, "context_close", { context });
}

const prism = await startPrism(SERVICES);
const workspace = await startWorkspace(prism);
const transport = new StdioClientTransport({
  command: process.execPath,
  args: [fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url))],
  env: { DATABRICKS_HOST: workspace.host, DATABRICKS_TOKEN: "dapi-demo" },
  stderr: "inherit",
});
const client = new Client({ name: "demo", version: "1.0.0" });
say("databricks-mcp over stdio, against Prism on loopback (mocking specs/*.json).");
try {
  await client.connect(transport);
  await walk(client);
  say("\nDone. README.md tells how to add the server to your agent's client.");
} finally {
  await client.close();
  workspace.close();
  await prism.close();
}
