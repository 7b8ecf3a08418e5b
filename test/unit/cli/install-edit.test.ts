import { describe, expect, it } from "vitest";
import { edited } from "../../../src/cli/install/edit.ts";

const entry = { command: "npx", args: ["-y", "databricks-mcp-toolkit", "serve"] };
const json = { format: "json", key: "mcpServers" } as const;
const zed = { format: "jsonc", key: "context_servers" } as const;
const codex = { format: "toml", key: "mcp_servers" } as const;
const change = { path: "file", name: "databricks" };

const ours = `    "databricks": {
      "command": "npx",
      "args": [
        "-y",
        "databricks-mcp-toolkit",
        "serve"
      ]
    }`;

describe("JSON", () => {
  it.each([
    ["no file", "", `{\n  "mcpServers": {\n${ours}\n  }\n}\n`],
    ["an empty object", "{}\n", `{\n  "mcpServers": {\n${ours}\n  }\n}\n`],
    [
      "another server, which stays as it was written",
      `{\n  "theme": "dark",\n  "mcpServers": {\n    "other": {"command": "x",   "env": {"T": "1"}}\n  }\n}`,
      `{\n  "theme": "dark",\n  "mcpServers": {\n    "other": {"command": "x",   "env": {"T": "1"}},\n${ours}\n  }\n}`,
    ],
    [
      "a byte order mark and CRLF",
      `\uFEFF{\r\n  "a": 1\r\n}\r\n`,
      `\uFEFF${`{\n  "a": 1,\n  "mcpServers": {\n${ours}\n  }\n}\n`.replaceAll("\n", "\r\n")}`,
    ],
    ["tabs", `{\n\t"a": 1\n}\n`, `{\n  "a": 1,\n  "mcpServers": {\n${ours}\n  }\n}\n`.replaceAll("  ", "\t")],
    [
      "our own entry of before, with what the person added",
      `{"mcpServers": {"databricks": {"command": "node", "args": ["/old/dist/cli/main.js"], "disabled": true}}}`,
      `{"mcpServers": {"databricks": {\n      "command": "npx",\n      "args": [\n        "-y",\n        "databricks-mcp-toolkit",\n        "serve"\n      ],\n      "disabled": true\n    }}}`,
    ],
  ])("with %s", async (_, before, after) => {
    const next = await edited(before, { ...change, client: json, entry });
    expect(next).toBe(after);
    expect(await edited(next, { ...change, client: json, entry })).toBe(next);
  });

  it.each([
    [
      "the last",
      `{"mcpServers": {"a": {},  "databricks": {"args": ["databricks-mcp-toolkit"]}}}`,
      `{"mcpServers": {"a": {}}}`,
    ],
    [
      "the first",
      `{"mcpServers": {"databricks": {"args": ["databricks-mcp-toolkit"]},  "a": {}}}`,
      `{"mcpServers": {"a": {}}}`,
    ],
    [
      "the only one",
      `{\n  "mcpServers": {\n    "databricks": {"args": ["databricks-mcp-toolkit@1.2.3"]}\n  }\n}`,
      `{\n  "mcpServers": {\n  }\n}`,
    ],
    ["none", `{"mcpServers": {"a": {}}}`, `{"mcpServers": {"a": {}}}`],
    ["none in no file", "", ""],
  ])("takes out %s", async (_, before, after) => {
    expect(await edited(before, { ...change, client: json })).toBe(after);
  });

  it("keeps comments and trailing commas where the client reads them", async () => {
    const before = `// mine\n{\n  "context_servers": {\n    // first\n    "other": {}, // last\n  },\n}\n`;
    const next = await edited(before, { ...change, client: zed, entry });
    expect(next).toBe(
      `// mine\n{\n  "context_servers": {\n    // first\n    "other": {},\n${ours}, // last\n  },\n}\n`,
    );
    expect(await edited(next, { ...change, client: zed })).toBe(before);
  });
});

describe("TOML", () => {
  const section = `[mcp_servers.databricks]\ncommand = "npx"\nargs = [ "-y", "databricks-mcp-toolkit", "serve" ]\n`;

  it.each([
    ["no file", "", section, ""],
    ["comments", `# mine\nmodel = "o3" # best\n`, `# mine\nmodel = "o3" # best\n\n${section}`, undefined],
    [
      "another server",
      `# mine\n[mcp_servers.other] # keep\ncommand = "x"\nargs = [ "a",\n  "b" ]\n\n[profiles.p]\ny = 1\n`,
      `# mine\n[mcp_servers.other] # keep\ncommand = "x"\nargs = [ "a",\n  "b" ]\n\n[profiles.p]\ny = 1\n\n${section}`,
      undefined,
    ],
    ["CRLF", `model = "o3"\r\n`, `model = "o3"\r\n\r\n${section.replaceAll("\n", "\r\n")}`, undefined],
    [
      "servers written inline",
      `mcp_servers = { other = { command = "x" } } # short\n`,
      `mcp_servers = { other = { command = "x" }, databricks = { command = "npx", args = [ "-y", "databricks-mcp-toolkit", "serve" ] } } # short\n`,
      undefined,
    ],
  ])("with %s, and out again", async (_, before, after, removed = before) => {
    const next = await edited(before, { ...change, client: codex, entry });
    expect(next).toBe(after);
    expect(await edited(next, { ...change, client: codex, entry })).toBe(next);
    expect(await edited(next, { ...change, client: codex })).toBe(removed);
  });

  it("changes our entry in its place and keeps what the person added", async () => {
    const before = `[mcp_servers.databricks]\ncommand = "npx"\nargs = [ "databricks-mcp-toolkit" ]\nstartup_timeout_sec = 20 # slow\n\n[z]\na = 1\n`;
    expect(await edited(before, { ...change, client: codex, entry })).toBe(
      `[mcp_servers.databricks]\ncommand = "npx"\nargs = ["-y",  "databricks-mcp-toolkit", "serve" ]\nstartup_timeout_sec = 20 # slow\n\n[z]\na = 1\n`,
    );
  });
});

describe("a file that is left as it is", () => {
  it.each([
    ["a missing comma", json, `{\n  "a": 1\n  "b": 2\n}`, "file:3:3: comma expected"],
    ["a comment where the client reads none", json, `{\n  // mine\n}`, "file:2:3: invalid comment token"],
    ["a trailing comma where the client reads none", json, `{"a": 1,}`, "file:1:9: property name expected"],
    ["a list", zed, "[]", "file:1:1: expected an object"],
    ["something else under the key", json, `{"mcpServers": []}`, 'file: "mcpServers" is not an object'],
    ["TOML that is none", codex, `a = 1\nb = = 2\n`, "file:2:5: Unrecognized token type"],
    [
      "a server of somebody else",
      json,
      `{"mcpServers": {"databricks": {"url": "https://x"}}}`,
      'file: the server "databricks" there is a different one',
    ],
  ])("%s", async (_, client, before, message) => {
    await expect(edited(before, { ...change, client, entry })).rejects.toThrow(message);
    await expect(edited(before, { ...change, client })).rejects.toThrow(message);
  });
});
