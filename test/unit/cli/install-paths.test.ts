import { describe, expect, it } from "vitest";
import { clients } from "../../../src/cli/install/clients.ts";
import type { Machine } from "../../../src/cli/install/machine.ts";
import { isOurs, serverEntry } from "../../../src/cli/install/server-entry.ts";

const mac: Machine = { platform: "darwin", home: "/Users/ann", cwd: "/p", env: {} };
const linux: Machine = { platform: "linux", home: "/home/ann", cwd: "/p", env: {} };
const windows: Machine = {
  platform: "win32",
  home: "C:\\Users\\ann",
  cwd: "C:\\p",
  env: { APPDATA: "C:\\Users\\ann\\AppData\\Roaming" },
};
const moved: Machine = {
  ...linux,
  env: { XDG_CONFIG_HOME: "/cfg", CODEX_HOME: "/codex", CLAUDE_CONFIG_DIR: "/claude" },
};

describe("the person's file", () => {
  it.each([
    ["claude-code", mac, "/Users/ann/.claude.json"],
    ["claude-code", windows, "C:\\Users\\ann\\.claude.json"],
    ["claude-code", moved, "/claude/.claude.json"],
    ["claude-desktop", mac, "/Users/ann/Library/Application Support/Claude/claude_desktop_config.json"],
    ["claude-desktop", linux, "/home/ann/.config/Claude/claude_desktop_config.json"],
    ["claude-desktop", windows, "C:\\Users\\ann\\AppData\\Roaming\\Claude\\claude_desktop_config.json"],
    ["cursor", mac, "/Users/ann/.cursor/mcp.json"],
    ["cursor", windows, "C:\\Users\\ann\\.cursor\\mcp.json"],
    ["vscode", mac, "/Users/ann/Library/Application Support/Code/User/mcp.json"],
    ["vscode", linux, "/home/ann/.config/Code/User/mcp.json"],
    ["vscode", windows, "C:\\Users\\ann\\AppData\\Roaming\\Code\\User\\mcp.json"],
    ["vscode", { ...windows, env: {} }, "C:\\Users\\ann\\AppData\\Roaming\\Code\\User\\mcp.json"],
    ["vscode", moved, "/cfg/Code/User/mcp.json"],
    ["windsurf", linux, "/home/ann/.codeium/windsurf/mcp_config.json"],
    ["windsurf", windows, "C:\\Users\\ann\\.codeium\\windsurf\\mcp_config.json"],
    ["codex", linux, "/home/ann/.codex/config.toml"],
    ["codex", moved, "/codex/config.toml"],
    ["gemini", mac, "/Users/ann/.gemini/settings.json"],
    ["zed", mac, "/Users/ann/.config/zed/settings.json"],
    ["zed", linux, "/home/ann/.config/zed/settings.json"],
    ["zed", moved, "/cfg/zed/settings.json"],
    ["zed", windows, "C:\\Users\\ann\\AppData\\Roaming\\Zed\\settings.json"],
  ] as const)("of %s", (name, machine, path) => {
    expect(clients[name].user(machine)).toBe(path);
  });
});

it("the project's file", () => {
  const projects = Object.entries(clients).map(([name, { project }]) => [name, project?.join("/")]);
  expect(Object.fromEntries(projects)).toEqual({
    "claude-code": ".mcp.json",
    "claude-desktop": undefined,
    cursor: ".cursor/mcp.json",
    vscode: ".vscode/mcp.json",
    windsurf: undefined,
    codex: ".codex/config.toml",
    gemini: ".gemini/settings.json",
    zed: undefined,
  });
});

describe("the command", () => {
  const installed = { root: "/usr/lib/node_modules/databricks-mcp-toolkit", node: "/usr/bin/node" };
  it.each([
    ["installed", linux, {}, "npx -y databricks-mcp-toolkit serve"],
    ["installed, on Windows", windows, {}, "cmd /c npx -y databricks-mcp-toolkit serve"],
    ["with a profile", mac, { profile: "dev" }, "npx -y databricks-mcp-toolkit serve --profile dev"],
    ["with a local workspace", mac, { local: true as const }, "npx -y databricks-mcp-toolkit serve --local"],
    [
      "and its data",
      linux,
      { local: true as const, data: "/d" },
      "npx -y databricks-mcp-toolkit serve --local --data /d",
    ],
  ])("%s", (_, machine, workspace, line) => {
    const entry = serverEntry(installed, machine, workspace);
    expect([entry.command, ...entry.args].join(" ")).toBe(line);
    expect(isOurs(entry)).toBe(true);
  });

  it("knows the host, and nothing else of the environment", () => {
    const { env } = serverEntry(installed, { ...mac, env: { DATABRICKS_TOKEN: "t" } }, { host: "https://h" });
    expect(env).toEqual({ DATABRICKS_HOST: "https://h" });
  });

  it("of a checkout that is not built", () => {
    expect(() => serverEntry({ root: "/nowhere", node: "node" }, linux, {})).toThrow("Run `npm run build` first.");
  });
});
