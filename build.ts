import { execFileSync } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { build, type Plugin } from "esbuild";

/**
 * Bundles the command and the typed client into `dist/`: two entries over shared chunks, every dynamic import a chunk
 * of its own, so that a start reads little. Dependencies are inlined; only Node's modules stay imports. The client's
 * declarations are in `dist/types`.
 */
const outdir = "dist";

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

/** JSON as a text to parse: at this size faster than a JavaScript literal, and not kept in the compile cache. */
const jsonAsText: Plugin = {
  name: "json-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]generated[/\\].*\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, "utf8")));
      return { contents: `export default JSON.parse(${JSON.stringify(text)});`, loader: "js" };
    });
  },
};

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: { "cli/main": "src/cli/main.ts", "client/index": "src/client/index.ts" },
  outdir,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22",
  plugins: [validatorOnDemand, jsonAsText],
  // Some dependencies are CommonJS inside and ask for Node's modules with `require`.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  logLevel: "warning",
});
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
