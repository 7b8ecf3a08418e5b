import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { importSdk, type SpecFile } from "./import-sdk.ts";

const SPECS = join(import.meta.dirname, "..", "..", "specs");

const USAGE = "npm run specs:import -- --sdk <checkout of databricks-sdk-go> [--cli <checkout of databricks/cli>]";

/** Documents and the lock are the importer's; annotations, patches and notes beside them are not. */
const isImported = (name: string): boolean => name.endsWith(".json");

function write(files: readonly SpecFile[]): void {
  const planned = new Set(files.map(({ name }) => name));
  for (const name of readdirSync(SPECS)) if (isImported(name) && !planned.has(name)) rmSync(join(SPECS, name));
  for (const { name, content } of files) writeFileSync(join(SPECS, name), content);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { sdk: { type: "string" }, cli: { type: "string" } } });
  if (!values.sdk) throw new Error(`--sdk is missing: ${USAGE}`);
  write(await importSdk(values.sdk, values.cli));
  const { counts } = JSON.parse(readFileSync(join(SPECS, "lock.json"), "utf8")) as { counts: Record<string, number> };
  process.stdout.write(
    `specs/: ${Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(", ")}\n`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
