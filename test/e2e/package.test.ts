import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Example, examples } from "./examples.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);

/** A project that has the packed package, as `npm install` would put it; `npm run build` comes before. */
let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "consumer-"));
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], {
    cwd: ROOT,
  });
  const [{ filename = "" } = {}] = JSON.parse(stdout) as { filename: string }[];
  const modules = join(project, "node_modules");
  await mkdir(modules);
  await run("tar", ["-xzf", join(project, filename), "-C", modules]);
  await rename(join(modules, "package"), join(modules, "databricks-mcp-toolkit"));
  // The types of Node are the consumer's own; the package has no dependencies.
  for (const name of ["@types/node", "undici-types"]) await link(name, modules);
  await writeFile(join(project, "package.json"), '{"type":"module"}');
});
afterAll(() => rm(project, { recursive: true, force: true }));

async function link(name: string, modules: string): Promise<void> {
  await mkdir(join(modules, name, ".."), { recursive: true });
  await symlink(join(ROOT, "node_modules", name), join(modules, name));
}

describe("its types", () => {
  const found: readonly Example[] = examples(ROOT);

  it("have examples", () => {
    expect(found.map(({ at }) => at.replace(/:\d+$/, ""))).toEqual(
      expect.arrayContaining(["README.md", "src/client/databricks-client.ts", "src/http/methods.ts"]),
    );
  });

  it("compile in a project of others, and with them every example", async () => {
    const names = new Map(found.map(({ at }, index) => [`example-${index}.ts`, at]));
    for (const [index, { code }] of found.entries()) await writeFile(join(project, `example-${index}.ts`), code);
    await cp(join(import.meta.dirname, "consumer.ts"), join(project, "consumer.ts"));
    const compilerOptions = { target: "ES2024", module: "NodeNext", strict: true, noEmit: true, types: ["node"] };
    await writeFile(
      join(project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: { ...compilerOptions, skipLibCheck: true },
        files: ["consumer.ts", ...names.keys()],
      }),
    );
    const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    const output = await run(process.execPath, [tsc, "-p", project]).then(
      () => "",
      (error: { stdout: string }) => error.stdout,
    );
    expect(output.replaceAll(/example-\d+\.ts/g, (name) => names.get(name) ?? name)).toBe("");
  }, 120_000);
});

describe("the package", () => {
  it("does nothing when it is imported", async () => {
    // Node itself opens stderr when a module imports node:assert.
    const code = `
      process.stderr;
      const state = () => [...Object.getOwnPropertyNames(globalThis), ...process.eventNames(), ...process.getActiveResourcesInfo()];
      const before = state();
      const { DatabricksClient } = await import("databricks-mcp-toolkit/client");
      const news = state().filter((name) => !before.includes(name));
      console.log(JSON.stringify([typeof DatabricksClient, news]));`;
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", code], { cwd: project });
    expect([JSON.parse(stdout), stderr]).toEqual([["function", []], ""]);
  });

  it("gives the names that it promises", async () => {
    const code = 'console.log(Object.keys(await import("databricks-mcp-toolkit/client")).join(" "))';
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", code], { cwd: project });
    expect(stdout.trim().split(" ")).toEqual(
      expect.arrayContaining([
        "ApiError",
        "ConfigError",
        "DatabricksClient",
        "NotFoundError",
        "PagingError",
        "WaitError",
      ]),
    );
  });

  it("refuses to be imported elsewhere", async () => {
    const code = 'await import("databricks-mcp-toolkit/dist/cli/main.js")';
    await expect(run(process.execPath, ["--input-type=module", "-e", code], { cwd: project })).rejects.toThrow(
      "ERR_PACKAGE_PATH_NOT_EXPORTED",
    );
  });

  /** What is left of the package in a bundle of some code. */
  async function bundled(code: string): Promise<string> {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: project },
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      logLevel: "silent",
    });
    return outputFiles.map(({ text }) => text).join("");
  }

  it("leaves nothing in a bundle that does not use it", async () => {
    expect((await bundled('import { DatabricksClient } from "databricks-mcp-toolkit/client";')).trim()).toBe("");
  });

  it("leaves the APIs out of a bundle that uses the errors only", async () => {
    const text = await bundled('export { NotFoundError } from "databricks-mcp-toolkit/client";');
    expect(text).toContain("NotFoundError");
    expect(text).not.toContain("JobsApi");
  });
});
