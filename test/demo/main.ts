import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { heading, say, transcript } from "./screen.ts";
import { tour } from "./tour.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const server = relative(root, fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url)));

/** Writes what was said into README.md, between its marks. */
function record(): void {
  const path = `${root}README.md`;
  const readme = readFileSync(path, "utf8");
  const recorded = readme.replace(
    /(<!-- demo: .*? -->\n)[\s\S]*?(<!-- \/demo -->)/,
    (_, start: string, end: string) => `${start}\`\`\`text\n${transcript()}\n\`\`\`\n${end}`,
  );
  writeFileSync(path, recorded);
}

function howToConnect(): void {
  heading("connect an agent");
  say("  To this local workspace, or to your own with --profile NAME instead:");
  say(`  $ npx node ${server} install --client claude-code --local`);
  say("  Clients: claude-code claude-desktop cursor vscode windsurf codex gemini zed");
  say("  And for people:");
  say(`  $ npx node ${server} sql --local "SELECT * FROM samples.tpch.region"`);
}

const transport = new StdioClientTransport({
  command: process.execPath,
  args: [server, "serve", "--local"],
  cwd: root,
  stderr: "inherit",
});
const client = new Client({ name: "demo", version: "1.0.0" });
say("databricks-mcp serve --local: a real MCP client over stdio, and a workspace on");
say("this machine with DuckDB and Python behind it. No account, nothing billed.");
try {
  await client.connect(transport);
  await tour(client);
  howToConnect();
} finally {
  await client.close();
}
if (process.argv.includes("--record")) record();
