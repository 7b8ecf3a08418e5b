import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { binary, ServerProcess } from "../mcp/server-process.ts";

const run = promisify(execFile);
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "home-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function install(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const { PATH = "" } = process.env;
  const options = { cwd: home, env: { PATH, HOME: home, ...env } };
  return run(process.execPath, [binary, "install", ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Outcome) => ({ code, stdout, stderr }),
  );
}

const inHome = (path: string): Promise<string> => readFile(join(home, path), "utf8");

describe("install", () => {
  it("writes an entry that starts the server", async () => {
    expect(await install(["--client", "claude-code"])).toMatchObject({ code: 0, stderr: "" });
    const { mcpServers } = JSON.parse(await inHome(".claude.json"));
    const { type, command, args } = mcpServers.databricks;
    expect([type, command, args]).toEqual(["stdio", process.execPath, [binary, "serve"]]);
    await using server = new ServerProcess({ script: args[0], args: args.slice(1) });
    expect((await server.request("tools/list")).result.tools.length).toBeGreaterThan(10);
  });

  it("once: the second time there is nothing to do, and taken out it is as before", async () => {
    const path = ".cursor/mcp.json";
    const before = '{\n  // mine\n  "mcpServers": {\n    "other": { "url": "https://x" }\n  }\n}\n';
    await mkdir(join(home, ".cursor"));
    await writeFile(join(home, path), before);
    const first = await install(["--client", "cursor", "--profile", "dev", "--name", "dbx"]);
    expect(first.stdout).toContain('+    "dbx": {');
    const after = await inHome(path);
    expect(await install(["--client", "cursor", "--profile", "dev", "--name", "dbx"])).toMatchObject({
      code: 0,
      stdout: `already installed: "dbx" for Cursor, ${join(home, path)}\n`,
    });
    expect(await inHome(path)).toBe(after);
    expect(JSON.parse(after.replace("// mine", "")).mcpServers.dbx.args.slice(1)).toEqual([
      "serve",
      "--profile",
      "dev",
    ]);
    await install(["--client", "cursor", "--name", "dbx", "--remove"]);
    expect(await inHome(path)).toBe(before);
    expect(await readdir(join(home, ".cursor"))).toEqual(["mcp.json", "mcp.json.bak", "mcp.json.bak.1"]);
    expect([await inHome(`${path}.bak`), await inHome(`${path}.bak.1`)]).toEqual([before, after]);
  });

  it("names the folder of the local workspace's data as it is seen from anywhere", async () => {
    await install(["--client", "gemini", "--data", "kept"]);
    const { command, args } = JSON.parse(await inHome(".gemini/settings.json")).mcpServers.databricks;
    expect([command, ...args.slice(1)]).toEqual([process.execPath, "serve", "--local", "--data", join(home, "kept")]);
  });

  it("says what the client needs, but not once the server is taken out", async () => {
    expect((await install(["--client", "zed"])).stdout).toContain("Zed starts the server by itself");
    expect((await install(["--client", "zed", "--remove"])).stdout).toMatch(/The file as it was: .*\n$/);
  });

  it("keeps the file's mode, and the link that leads to it", async () => {
    await writeFile(join(home, "real.json"), "{}");
    await chmod(join(home, "real.json"), 0o640);
    await symlink(join(home, "real.json"), join(home, ".claude.json"));
    await install(["--client", "claude-code"]);
    expect(JSON.parse(await inHome("real.json"))).toHaveProperty(["mcpServers", "databricks"]);
    expect((await stat(join(home, "real.json"))).mode & 0o777).toBe(0o640);
    expect(await readdir(home)).toEqual([".claude.json", "real.json", "real.json.bak"]);
  });

  it("only shows what would change with --dry-run", async () => {
    const { code, stdout } = await install(["--client", "codex", "--dry-run"]);
    expect([code, await readdir(home)]).toEqual([0, []]);
    expect(stdout).toContain("+[mcp_servers.databricks]\n");
    expect(stdout).toMatch(/Nothing was written \(--dry-run\)\.\n$/);
  });

  it("writes the host of the environment down, never a secret, and shows none of others", async () => {
    const other = {
      mcpServers: { other: { command: "x", args: ["--api-key", "k3y-of-x"], env: { ANY: "v4lue-of-x" } } },
    };
    await writeFile(join(home, ".claude.json"), JSON.stringify(other, null, 2));
    const env = { DATABRICKS_HOST: "https://h.example/", DATABRICKS_TOKEN: "dapi0123456789abcdef0123456789abcdef" };
    const { stdout, stderr } = await install(["--client", "claude-code", "--json"], env);
    const text = await inHome(".claude.json");
    expect(JSON.parse(text).mcpServers.databricks.env).toEqual({ DATABRICKS_HOST: "https://h.example" });
    expect(`${text}${stdout}${stderr}`).not.toContain("dapi0123");
    expect(stdout).not.toMatch(/k3y-of-x|v4lue-of-x/);
    expect(JSON.parse(stdout)).toMatchObject({
      client: "claude-code",
      changed: true,
      backup: join(home, ".claude.json.bak"),
    });
  });

  it.each([
    [
      "the scope of a project",
      ["--client", "vscode", "--scope", "project"],
      ".vscode/mcp.json",
      ["servers", "databricks", "type"],
    ],
    [
      "Zed",
      ["--client", "zed"],
      process.platform === "darwin" ? ".config/zed/settings.json" : ".config/zed/settings.json",
      ["context_servers", "databricks", "command"],
    ],
  ])("knows %s", async (_, args, path, property) => {
    expect((await install(args)).code).toBe(0);
    expect(JSON.parse(await inHome(path))).toHaveProperty(property);
  });

  it.each([
    ["a broken file", ["--client", "gemini"], 1, /\.gemini\/settings\.json:2:3: /],
    ["a client that is not known", ["--client", "emacs"], 2, /Allowed choices are claude-code/],
    ["no client", [], 2, /required option '--client/],
    [
      "a scope that the client has not",
      ["--client", "windsurf", "--scope", "project"],
      2,
      /Windsurf has no configuration per project/,
    ],
  ])("refuses %s", async (_, args, code, message) => {
    await mkdir(join(home, ".gemini"));
    await writeFile(join(home, ".gemini/settings.json"), '{"a": 1\n  "b": 2}');
    const outcome = await install(args);
    expect(outcome).toMatchObject({ code, stderr: expect.stringMatching(message) });
    expect(await inHome(".gemini/settings.json")).toBe('{"a": 1\n  "b": 2}');
  });
});
