import type { ClientName } from "./client-names.ts";
import { appData, joinOn, type Machine } from "./machine.ts";
import type { ServerEntry } from "./server-entry.ts";

/** How a configuration file is written: JSON, JSON with comments and trailing commas, or TOML. */
export type Format = "json" | "jsonc" | "toml";

/** What is known of a client. Where each fact comes from is `source`, looked up in November 2026. */
export interface Client {
  /** As its makers write it. */
  readonly title: string;
  readonly format: Format;
  /** Key of the object that holds the servers by name. */
  readonly key: string;
  /** Path of the person's own file. */
  readonly user: (machine: Machine) => string;
  /** Path of the project's file, in parts from its folder; absent where the client has none. */
  readonly project?: readonly string[];
  /** Brings the entry into the client's form. @default as it is */
  readonly entry?: (entry: ServerEntry) => ServerEntry & { readonly type?: string };
  /** What makes the client see the change. */
  readonly afterwards: string;
  /** Page that documents the file. */
  readonly source: string;
}

const inHome =
  (...parts: readonly string[]) =>
  (machine: Machine): string =>
    joinOn(machine, machine.home, ...parts);

/** The folder that a variable names, else one in the home folder. */
const folderOr =
  (variable: string, folder: string, file: string) =>
  (machine: Machine): string =>
    joinOn(machine, machine.env[variable] || joinOn(machine, machine.home, folder), file);

const stdio = (entry: ServerEntry) => ({ type: "stdio", ...entry });

/** Every client. */
export const clients: Readonly<Record<ClientName, Client>> = {
  "claude-code": {
    title: "Claude Code",
    format: "json",
    key: "mcpServers",
    user: folderOr("CLAUDE_CONFIG_DIR", "", ".claude.json"),
    project: [".mcp.json"],
    entry: stdio,
    afterwards: "Start a new session; /mcp shows the server.",
    source: "https://code.claude.com/docs/en/mcp",
  },
  "claude-desktop": {
    title: "Claude Desktop",
    format: "json",
    key: "mcpServers",
    user: (machine) => joinOn(machine, appData(machine), "Claude", "claude_desktop_config.json"),
    afterwards: "Quit Claude Desktop and start it again.",
    source: "https://modelcontextprotocol.io/docs/develop/connect-local-servers",
  },
  cursor: {
    title: "Cursor",
    format: "jsonc",
    key: "mcpServers",
    user: inHome(".cursor", "mcp.json"),
    project: [".cursor", "mcp.json"],
    entry: stdio,
    afterwards: "Switch the server on in Cursor's settings, under MCP.",
    source: "https://cursor.com/docs/mcp",
  },
  vscode: {
    title: "VS Code",
    format: "jsonc",
    key: "servers",
    user: (machine) => joinOn(machine, appData(machine), "Code", "User", "mcp.json"),
    project: [".vscode", "mcp.json"],
    entry: stdio,
    afterwards: "Run the command «MCP: List Servers» and start it.",
    source: "https://code.visualstudio.com/docs/agents/reference/mcp-configuration",
  },
  windsurf: {
    title: "Windsurf",
    format: "json",
    key: "mcpServers",
    user: inHome(".codeium", "windsurf", "mcp_config.json"),
    afterwards: "Refresh the MCP servers in Cascade.",
    source: "https://docs.windsurf.com/windsurf/cascade/mcp",
  },
  codex: {
    title: "Codex",
    format: "toml",
    key: "mcp_servers",
    user: folderOr("CODEX_HOME", ".codex", "config.toml"),
    project: [".codex", "config.toml"],
    afterwards: "Start a new session; /mcp shows the server. Codex reads a project's file only in a trusted project.",
    source: "https://developers.openai.com/codex/mcp",
  },
  gemini: {
    title: "Gemini CLI",
    format: "jsonc",
    key: "mcpServers",
    user: inHome(".gemini", "settings.json"),
    project: [".gemini", "settings.json"],
    afterwards: "Start a new session; /mcp shows the server.",
    source: "https://geminicli.com/docs/tools/mcp-server",
  },
  zed: {
    title: "Zed",
    format: "jsonc",
    key: "context_servers",
    // On macOS Zed keeps its settings where it does on Linux: https://zed.dev/docs/configuring-zed
    user: (machine) =>
      machine.platform === "darwin"
        ? joinOn(machine, machine.home, ".config", "zed", "settings.json")
        : joinOn(machine, appData(machine), machine.platform === "win32" ? "Zed" : "zed", "settings.json"),
    afterwards: "Zed starts the server by itself; the agent panel's settings show it.",
    source: "https://zed.dev/docs/ai/mcp",
  },
};
