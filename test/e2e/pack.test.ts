import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { v0_3 } from "@anthropic-ai/mcpb/schemas";
import { Ajv } from "ajv";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerProcess } from "../mcp/server-process.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);
const { name, version, engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** Where the packages are; `npm run build` comes before. */
let out: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "packed-"));
  await run(process.execPath, ["pack.ts", out], { cwd: ROOT });
}, 60_000);
afterAll(() => rm(out, { recursive: true, force: true }));

async function listTools(script: string): Promise<string[]> {
  await using server = new ServerProcess({ script });
  const { result } = await server.request("tools/list");
  return result.tools.map((tool: { name: string }) => tool.name);
}

describe("the npm package", () => {
  it("runs where it is installed, with nothing else installed beside it", async () => {
    const project = join(out, "project");
    await mkdir(project);
    await writeFile(join(project, "package.json"), "{}");
    const tarball = join(out, `${name}-${version}.tgz`);
    await run("npm", ["install", "--omit=optional", "--offline", "--no-audit", "--no-fund", tarball], { cwd: project });
    expect(globSync("node_modules/{@*/*,[!@.]*}", { cwd: project })).toEqual([`node_modules/${name}`]);
    const { stdout } = await run("npx", ["--offline", "databricks-mcp", "--version"], {
      cwd: project,
      env: withOwnNode(),
    });
    expect(stdout.trim()).toBe(version);
    expect(await listTools(join(project, "node_modules", name, "dist", "cli", "main.js"))).toContain("sql_query");
  }, 60_000);

  it("without the optional packages, says which command installs what is missing", async () => {
    const installed = join(out, "project", "node_modules", name, "dist", "cli", "main.js");
    const main = (...args: string[]) =>
      run(process.execPath, [installed, ...args, "--local", "--quiet"]).then(
        () => "",
        ({ stderr }: { stderr: string }) => stderr,
      );
    expect(await main("sql", "SELECT 1")).toMatch(/needs DuckDB: npm install @duckdb\/node-api \(request/);
    expect(await main("api", "call", "genie.listSpaces")).toMatch(
      /npm install @stoplight\/prism-core .*http-server \(/,
    );
    expect(await main("api", "call", "jobs.list")).toBe("");
  });

  it("declares nothing of packages that are not there", () => {
    const declarations = globSync("dist/types/**/*.d.ts", { cwd: ROOT });
    const imported = declarations.flatMap((path) =>
      [...readFileSync(join(ROOT, path), "utf8").matchAll(/^(?:import|export) .* from "([^".]+)";$/gm)].map(
        ([, from]) => from,
      ),
    );
    expect([declarations.length > 50, imported]).toEqual([true, []]);
  });

  it("names the packages whose code it has, with their licences", () => {
    const text = readFileSync(join(ROOT, "dist", "licenses.txt"), "utf8");
    expect(text).toMatch(/^undici \d.* \(MIT\)\n\nMIT License\n\nCopyright/m);
    expect(text).toMatch(/^@modelcontextprotocol\/server \d/m);
    expect(text).not.toContain("No text.");
  });
});

/** The Node that runs the tests, for scripts that ask the PATH. */
function withOwnNode(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
}

describe("the MCP bundle", () => {
  const bundle = (folder = out) => readFile(join(folder, `${name}.mcpb`));

  it("has a manifest that the format's validator takes", async () => {
    const files = unzipSync(await bundle());
    const manifest = v0_3.McpbManifestSchema.parse(JSON.parse(Buffer.from(files["manifest.json"] ?? []).toString()));
    expect(manifest).toMatchObject({ name, version, compatibility: { runtimes: { node: engines.node } } });
    expect(manifest.user_config?.token).toMatchObject({ sensitive: true, required: false, default: "" });
    expect(files).toHaveProperty([manifest.server.entry_point]);
    expect(Object.keys(files).filter((path) => /node_modules|\.d\.ts$|client\//.test(path))).toEqual([]);
  });

  it("runs, and shows the tools that its manifest names", async () => {
    const files = unzipSync(await bundle());
    const folder = join(out, "bundle");
    for (const [path, bytes] of Object.entries(files)) {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    const { server, tools } = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    expect(await listTools(join(folder, server.entry_point))).toEqual(tools.map((tool: { name: string }) => tool.name));
  });

  it("is the same every time, and small", async () => {
    const again = join(out, "again");
    await run(process.execPath, ["pack.ts", again], { cwd: ROOT, env: { ...process.env, TZ: "Asia/Tokyo" } });
    const [first, second] = [await bundle(), await bundle(again)];
    expect(first.equals(second)).toBe(true);
    expect(first.length).toBeLessThan(3_000_000);
  }, 60_000);
});

/**
 * What the registry's schema of 2025-12-11 asks of our kind of entry, and what the registry asks beyond
 * (https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json).
 */
const entrySchema = {
  type: "object",
  required: ["$schema", "name", "description", "version", "packages"],
  additionalProperties: false,
  properties: {
    $schema: { const: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json" },
    name: { type: "string", minLength: 3, maxLength: 200, pattern: "^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$" },
    title: { type: "string", minLength: 1, maxLength: 100 },
    description: { type: "string", minLength: 1, maxLength: 100 },
    version: { const: version },
    packages: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["registryType", "identifier", "version", "transport"],
        additionalProperties: false,
        properties: {
          registryType: { const: "npm" },
          identifier: { const: name },
          version: { const: version },
          runtimeHint: { const: "npx" },
          transport: { const: { type: "stdio" } },
          packageArguments: {
            type: "array",
            items: {
              type: "object",
              required: ["type", "value"],
              properties: { type: { const: "positional" }, value: { type: "string" } },
            },
          },
          environmentVariables: {
            type: "array",
            items: {
              type: "object",
              required: ["name"],
              additionalProperties: false,
              properties: {
                name: { type: "string" },
                description: { type: "string" },
                isRequired: { type: "boolean" },
                isSecret: { type: "boolean" },
              },
            },
          },
        },
      },
    },
  },
};

it("the registry's entry is as the registry wants it", async () => {
  const entry = JSON.parse(await readFile(join(out, "server.json"), "utf8"));
  const validate = new Ajv({ strict: false }).compile(entrySchema);
  expect(validate(entry) || validate.errors).toBe(true);
  const secrets = entry.packages[0].environmentVariables.filter((each: { isSecret: boolean }) => each.isSecret);
  expect(secrets.map((each: { name: string }) => each.name)).toEqual(["DATABRICKS_TOKEN"]);
});

it("the documents of the API are in the package", async () => {
  const { gunzipSync } = await import("node:zlib");
  const documents = JSON.parse(gunzipSync(await readFile(join(ROOT, "dist", "specs.json.gz"))).toString());
  const services = globSync("*.json", { cwd: join(ROOT, "specs") }).map((file) => file.replace(/\.json$/, ""));
  expect(Object.keys(documents)).toEqual(services.filter((service) => service !== "lock").sort());
  expect(documents.jobs).toMatchObject({ openapi: "3.1.0" });
});
