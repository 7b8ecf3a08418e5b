import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { binary } from "../mcp/server-process.ts";
import { cli, workspaceAt } from "./cli-process.ts";

describe("wrong usage", () => {
  it.each([
    [["querry"], "error: unknown command 'querry'\n→ databricks-mcp --help lists them\n"],
    [["sql", "--nope"], "error: unknown option '--nope'\n"],
    [["sql", "--format", "xml"], "error: option '--format <format>' argument 'xml' is invalid."],
    [["local", "--port", "65536"], "expected a whole number from 0 to 65535"],
    [["call"], "error: missing required argument 'tool'\n"],
    [["api", "nope"], "error: unknown command 'nope'\n"],
    [["sql", "--local", "--profile", "x"], "error: option '--profile <name>' cannot be used with option '--local'\n"],
  ])("ends with 2: %j", async (args, stderr) => {
    const ended = await cli(args);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(stderr);
  });
});

describe("help", () => {
  it.each([["--help"], ["sql"], ["api", "call"]])("tells the exit codes: %j", async (...args) => {
    const ended = await cli(args.includes("--help") ? args : [...args, "--help"]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("\n  4   what was named does not exist\n");
  });
});

it("help fits a terminal of 80 columns", async () => {
  const commands = ["", "serve", "tools", "tools describe", "call", "api search", "api describe", "api call", "sql"];
  const others = ["config", "config profiles", "doctor", "install", "local", "completion"];
  for (const command of [...commands, ...others]) {
    const { stdout } = await cli([...command.split(" ").filter(Boolean), "--help"]);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  }
});

it("an older Node is told that it is one, and where to get another", async () => {
  const older = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })';
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}` };
  const { code, stdout, stderr } = await cli(["tools"], { env });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^error: databricks-mcp needs Node 22\.19 or newer; this is 20\.20\.2\.\n→ .*nodejs\.org/);
});

it("is linked by every Node that has modules: its start imports no name that an older one lacks", async () => {
  const start = await readFile(binary, "utf8");
  expect([...start.matchAll(/import\s*\{([^}]*)\}\s*from\s*"node:/g)].map(([, names = ""]) => names.trim())).toEqual([
    "createRequire",
  ]);
});

describe("tools", () => {
  it("lists what agents see", async () => {
    const { stdout } = await cli(["tools"]);
    expect(stdout).toMatch(/^sql_query +destructive +Runs one SQL statement/m);
    expect(stdout).not.toContain("jobs_list");
  });

  it("lists other surfaces", async () => {
    const { stdout } = await cli(["tools", "--toolsets", "jobs", "--read-only", "--json"]);
    const names = JSON.parse(stdout).map(({ name }: { readonly name: string }) => name);
    expect(names).toContain("jobs_list");
    expect(names).not.toContain("jobs_delete");
  });

  it("describes one", async () => {
    expect((await cli(["tools", "describe", "sql_query"])).stdout).toMatch(/^statement +string +yes +Exactly one/m);
    expect(JSON.parse((await cli(["tools", "describe", "jobs_list", "--json"])).stdout)).toMatchObject({
      name: "jobs_list",
      annotations: { readOnlyHint: true },
    });
  });

  it("knows what is near", async () => {
    const ended = await cli(["tools", "describe", "sql_qery"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("→ Nearest: sql_query");
  });
});

describe("config", () => {
  const file = `[DEFAULT]\nhost = https://a.cloud.databricks.com\ntoken = dapi123secret\n[b]\nhost = https://b.cloud.databricks.com\n`;

  async function withFile(args: readonly string[]) {
    const path = join(await mkdtemp(join(tmpdir(), "cli-")), "databrickscfg");
    await writeFile(path, file);
    return { path, ended: await cli(["config", ...args], { env: { DATABRICKS_CONFIG_FILE: path } }) };
  }

  it("tells values, masked, and sources", async () => {
    const { path, ended } = await withFile(["--json"]);
    const settings = JSON.parse(ended.stdout);
    expect(settings).toContainEqual({
      name: "host",
      value: "https://a.cloud.databricks.com",
      source: `${path} [DEFAULT]`,
    });
    expect(settings).toContainEqual({ name: "token", value: "********", source: `${path} [DEFAULT]` });
    expect(ended.stdout).not.toContain("dapi123secret");
  });

  it("as a table", async () => {
    const { stdout } = await cli(["config"], { env: workspaceAt("https://a.cloud.databricks.com") });
    expect(stdout).toMatch(/^token +\*{8} +DATABRICKS_TOKEN$/m);
  });

  it("says what is missing", async () => {
    const ended = await cli(["config"]);
    expect(ended).toMatchObject({ code: 3, stdout: "No settings.\n" });
    expect(ended.stderr).toMatch(/^error: /);
  });

  it("lists profiles", async () => {
    const { ended } = await withFile(["profiles", "--json"]);
    expect(JSON.parse(ended.stdout)).toEqual([
      { name: "DEFAULT", host: "https://a.cloud.databricks.com", settings: ["token"] },
      { name: "b", host: "https://b.cloud.databricks.com", settings: [] },
    ]);
  });
});

describe("completion", () => {
  it.each([
    [["sq"], ["sql"]],
    [
      ["api", ""],
      ["search", "describe", "call", "help"],
    ],
    [["sql", "--for"], ["--format"]],
    [
      ["sql", "--format", "js"],
      ["json", "jsonl"],
    ],
    [["sql", "--format=c"], ["--format=csv"]],
    [["--surf"], ["--surface"]],
    [["serve", "--toolsets", "jobs,sq"], ["jobs,sql"]],
    [["call", "sql_q"], ["sql_query"]],
    [["call", "jobs_list_"], ["jobs_list_runs"]],
    [
      ["call", "jobs_list", "--arg", "expand_tasks="],
      ["expand_tasks=true", "expand_tasks=false"],
    ],
    [["call", "--quiet", "sql_query", "--arg", "sta"], ["statement="]],
    [["api", "call", "jobs.listR"], ["jobs.listRuns"]],
    [["api", "call", "jobs.get", "--arg", "job"], ["job_id="]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
  ])("of %j offers %j", async (words, offered) => {
    const { stdout } = await cli(["__complete", "--", ...words]);
    const values = stdout.trimEnd().split("\n").slice(0, -1);
    expect(values.map((line) => line.split("\t")[0])).toEqual(offered);
  });

  it.each([
    [["sql", "-f", ""], ":files"],
    [["sql", "--output", "a"], ":files"],
    [["local", "--data", ""], ":dirs"],
    [["call", "sql_query", "--arg", "statement=@a"], ":files"],
    [["call", "sql_query", "--arg", ""], ":nospace"],
    [["sql", "select"], ":"],
  ])("of %j tells the shell %s", async (words, directive) => {
    const { stdout } = await cli(["__complete", "--", ...words]);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(directive);
  });

  it.each([
    [["databricks-mcp", "call", "jobs_list_"], ["jobs_list_runs"]],
    [["databricks-mcp", "call", "jobs_list", "--arg", "expand_tasks", "=", "t"], ["true"]],
    [
      ["databricks-mcp", "call", "x", "--json-args", "@", `${import.meta.dirname}/cli-progr`],
      [`@${import.meta.filename}`],
    ],
  ])("works in bash: %j", async (words, offered) => {
    const { stdout: script } = await cli(["completion", "bash"]);
    const program = `databricks-mcp() { "${process.execPath}" "${binary}" "$@"; }
      ${script}
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
      _databricks_mcp; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)("bash", ["-c", program], { env: { HOME: "/nonexistent" } });
    expect(stdout.trimEnd().split("\n")).toEqual(offered);
  });
});
