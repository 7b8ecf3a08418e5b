import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { build, type Metafile, type Plugin } from "esbuild";
import { loadSpecs } from "./codegen/load/load.ts";

/**
 * Bundles the command and the typed client into `dist/`: two entries over shared chunks, every dynamic import a chunk
 * of its own, so that a start reads little. Dependencies are inlined, with their licences in `dist/licenses.txt`; only
 * Node's modules and the optional peers stay imports. The client's declarations are in `dist/types`, the documents of
 * `specs/` in `dist/specs.json.gz`.
 */
const dist = "dist";
/** Takes the place of `dist/` when all is done, so that a build that fails leaves what is there. */
const outdir = `out/build-${process.pid}`;

const gzip = (text: string): Buffer => gzipSync(text, { level: constants.Z_BEST_COMPRESSION });

/**
 * The SDK links its schema validator into every server, for answers to questions that this server never asks. It is
 * a third of the bundle; without it the validator is a chunk that the first tool call loads.
 */
const validatorOnDemand: Plugin = {
  name: "validator-on-demand",
  setup({ onResolve, onLoad }) {
    const namespace = "server-shims";
    onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /.*/, namespace }, () => ({
      contents: 'export { default as process } from "node:process"; export class DefaultJsonSchemaValidator {}',
    }));
  },
};

/** What undici's main module does for those who only send requests; all of it would be three times as much. */
const undiciForRequests: Plugin = {
  name: "undici-for-requests",
  setup({ onResolve, onLoad }) {
    const namespace = "undici-parts";
    onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace }));
    onLoad({ filter: /.*/, namespace }, () => ({
      contents: `
        import api from "undici/lib/api/index.js";
        import Dispatcher from "undici/lib/dispatcher/dispatcher.js";
        Object.assign(Dispatcher.prototype, api);
        export { default as Agent } from "undici/lib/dispatcher/agent.js";
        export { default as EnvHttpProxyAgent } from "undici/lib/dispatcher/env-http-proxy-agent.js";`,
      resolveDir: import.meta.dirname,
    }));
  },
};

/**
 * Generated JSON as a compressed text: a tenth of its size, sooner ready than a JavaScript literal, and not kept in
 * the compile cache.
 */
const jsonCompressed: Plugin = {
  name: "json-compressed",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]generated[/\\].*\.json$/ }, async ({ path }) => {
      const text = gzip(JSON.stringify(JSON.parse(await readFile(path, "utf8")))).toString("base64");
      const contents = `
        import { gunzipSync } from "node:zlib";
        export default JSON.parse(gunzipSync(Buffer.from("${text}", "base64")).toString());`;
      return { contents, loader: "js" };
    });
  },
};

process.once("exit", () => rmSync(outdir, { recursive: true, force: true }));
const { metafile } = await build({
  entryPoints: { "cli/main": "src/cli/main.ts", "client/index": "src/client/index.ts" },
  outdir,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  // Names stay: errors and stack traces show them. Keeping them beside shorter ones would make starts slower.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  metafile: true,
  format: "esm",
  platform: "node",
  target: "node22",
  external: ["@duckdb/node-api", "@stoplight/*"],
  // Its main module is UMD, whose imports esbuild cannot see.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  plugins: [validatorOnDemand, undiciForRequests, jsonCompressed],
  // Some dependencies are CommonJS inside and ask for Node's modules with `require`.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  logLevel: "warning",
});
await writeFile(join(outdir, "licenses.txt"), licenses(metafile));
await writeFile(join(outdir, "specs.json.gz"), gzip(JSON.stringify(Object.fromEntries(loadSpecs("specs").documents))));
const declare = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", join(outdir, "types")];
execFileSync(process.execPath, declare, { stdio: "inherit" });
await compactDeclarations(join(outdir, "types"), "src/client/index.d.ts");
await replaceDist();

/** Names, versions and licences of the packages whose code is in the bundle. */
function licenses({ inputs }: Metafile): string {
  const folders = Object.keys(inputs).map(
    (path) => /^(?:undici-parts:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1],
  );
  const found = [...new Set(folders.filter((folder) => folder !== undefined))].sort();
  const texts = found.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const [file] = globSync("{LICEN[CS]E,licen[cs]e}*", { cwd: folder }).sort();
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : "No text."}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/**
 * Leaves only the declarations that the client's own lead to, without indentation and without what TypeScript reads in
 * vain: `paths` of openapi-typescript, which nothing refers to.
 *
 * @throws Error when they import a package, since those are bundled and not there for the user
 */
async function compactDeclarations(root: string, entry: string): Promise<void> {
  const reached = new Map<string, string>();
  const read = (path: string): void => {
    if (reached.has(path)) return;
    const text = readFileSync(join(root, path), "utf8")
      .replace('import type { ZodType } from "zod";', "type ZodType = unknown;")
      .replace(/^export interface paths \{[\s\S]*?^\}\n/m, "")
      .replace(/^export interface operations \{[\s\S]*?^\}\n/m, withQueriesOnly)
      .replace(/^ +(?!\*)/gm, "");
    reached.set(path, text);
    for (const [, specifier = ""] of text.matchAll(/^(?:import|export) .*? from "([^"]+)";$/gm)) {
      if (!specifier.startsWith(".")) throw new Error(`${path} declares something of ${specifier}`);
      read(join(dirname(path), specifier.replace(/\.ts$/, ".d.ts")));
    }
  };
  read(entry);
  await rm(root, { recursive: true });
  for (const [path, text] of reached) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

function withQueriesOnly(operations: string): string {
  return operations
    .replace(/^ {8}(?:requestBody|responses)\??: (?:never;|\{[\s\S]*?^ {8}\};)\n/gm, "")
    .replace(/^ {12}(?:header|path|cookie)\??: (?:never;|\{[\s\S]*?^ {12}\};)\n/gm, "");
}

/** In a moment, for whoever runs what is there. */
async function replaceDist(): Promise<void> {
  const old = `${outdir}-old`;
  if (existsSync(dist)) await rename(dist, old);
  await rename(outdir, dist);
  await rm(old, { recursive: true, force: true });
}
