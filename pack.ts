import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { zipSync } from "fflate";

/**
 * Packs what `npm run build` made: `node pack.ts [folder]` writes into `out/`, or the folder,
 * - the tarball for npm,
 * - `databricks-mcp-toolkit.mcpb`, a bundle that clients such as Claude Desktop install with a click
 *   (https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md),
 * - `server.json`, the entry for the MCP registry
 *   (https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json).
 */
const out = resolve(process.argv[2] ?? "out");

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: { readonly node: string };
  /** Name in the MCP registry, which looks for it here as a proof. */
  readonly mcpName?: string;
}

const manifest: PackageManifest = JSON.parse(readFileSync("package.json", "utf8"));

/** The most that a package may be, packed and unpacked, in bytes. */
const mostBytes = 6_000_000;

/** Variables that choose a workspace, as a person is asked for them. */
const variables = {
  host: {
    variable: "DATABRICKS_HOST",
    title: "Workspace URL",
    description: "Such as https://dbc-a1b2.cloud.databricks.com; not needed with a profile.",
  },
  token: {
    variable: "DATABRICKS_TOKEN",
    title: "Access token",
    description: "A personal access token; not needed with a profile or after `databricks auth login`.",
    secret: true,
  },
  profile: {
    variable: "DATABRICKS_CONFIG_PROFILE",
    title: "Profile",
    description: "A profile of ~/.databrickscfg.",
  },
};

await mkdir(out, { recursive: true });
packForNpm();
await writeFile(join(out, `${manifest.name}.mcpb`), bundle());
await writeFile(join(out, "server.json"), asText(registryEntry()));

/** @throws Error when the package is too large */
function packForNpm(): void {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", out];
  // On Windows npm is a script, which only a shell can start.
  const answer = execFileSync("npm", args, { encoding: "utf8", shell: process.platform === "win32" });
  const [{ size = 0, unpackedSize = 0 } = {}]: { size?: number; unpackedSize?: number }[] = JSON.parse(answer);
  process.stdout.write(`npm package: ${size} bytes, ${unpackedSize} unpacked\n`);
  if (Math.max(size, unpackedSize) > mostBytes) throw new Error(`the package is larger than ${mostBytes} bytes`);
}

/** The server without the client: the same bytes for the same build. */
function bundle(): Uint8Array {
  const paths = globSync(["dist/{cli,chunks}/*.js", "dist/*.*", "LICENSE", "README.md"]).sort();
  const files = paths.map((path) => [path.replaceAll("\\", "/"), readFileSync(path)] as const);
  const { name, version } = manifest;
  const texts = {
    "manifest.json": asText(bundleManifest()),
    // Tells Node that the code is made of modules.
    "package.json": asText({ name, version, type: "module" }),
  };
  const own = Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const);
  // The earliest that the format knows, in any time zone.
  return zipSync(Object.fromEntries([...own, ...files]), { level: 9, mtime: "1980-01-02T00:00:00" });
}

function bundleManifest(): object {
  const entry = "dist/cli/main.js";
  const { name, version, description, license } = manifest;
  const settings = Object.entries(variables);
  return {
    manifest_version: "0.3",
    name,
    display_name: "Databricks",
    version,
    description,
    author: { name: `The ${name} contributors` },
    license,
    server: {
      type: "node",
      entry_point: entry,
      mcp_config: {
        command: "node",
        args: [`\${__dirname}/${entry}`, "serve"],
        env: Object.fromEntries(settings.map(([key, { variable }]) => [variable, `\${user_config.${key}}`])),
      },
    },
    tools: listTools(entry).map(({ name, description }) => ({ name, description })),
    user_config: Object.fromEntries(settings.map(([key, setting]) => [key, userSetting(setting)])),
    compatibility: { platforms: ["darwin", "linux", "win32"], runtimes: { node: manifest.engines.node } },
  };
}

/** Without a default its placeholder would stay in the variable; an empty variable counts as unset. */
function userSetting({ title, description, secret = false }: { title: string; description: string; secret?: boolean }) {
  return { type: "string", title, description, required: false, default: "", ...(secret && { sensitive: true }) };
}

/** What the built server answers to `tools/list`. */
function listTools(entry: string): { name: string; description: string }[] {
  const versions = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const request = { jsonrpc: "2.0", id: 1, method: "tools/list", params: { _meta: versions } };
  const input = `${JSON.stringify(request)}\n`;
  const answer = execFileSync(process.execPath, [entry, "serve"], { input, encoding: "utf8" });
  return JSON.parse(answer).result.tools;
}

function registryEntry(): object {
  const { name, version } = manifest;
  return {
    $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    name: manifest.mcpName ?? `io.github.${name}/${name}`,
    title: "Databricks",
    description: "All of the Databricks REST API: SQL, jobs, Unity Catalog, compute and 1,287 operations.",
    version,
    packages: [
      {
        registryType: "npm",
        identifier: name,
        version,
        runtimeHint: "npx",
        transport: { type: "stdio" },
        packageArguments: [{ type: "positional", value: "serve" }],
        environmentVariables: Object.values(variables).map(registryVariable),
      },
    ],
  };
}

function registryVariable({ variable, description, ...rest }: { variable: string; description: string }) {
  return { name: variable, description, isRequired: false, isSecret: "secret" in rest };
}

function asText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
