import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildModel } from "../model/operations.ts";
import { diffModels } from "./diff.ts";
import { describeChanges } from "./diff-report.ts";
import { importSdk, type SpecFile } from "./import-sdk.ts";
import { importedSpecs } from "./imported-specs.ts";

const SPECS = join(import.meta.dirname, "..", "..", "specs");

const USAGE = "npm run specs:diff -- --sdk <checkout of databricks-sdk-go> [--cli <checkout of databricks/cli>]";

/** What was imported last, as it was: patches and annotations are ours, and may name what a fresh import has lost. */
const committed = (): SpecFile[] =>
  readdirSync(SPECS)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, content: readFileSync(join(SPECS, name), "utf8") }));

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { sdk: { type: "string" }, cli: { type: "string" } } });
  if (!values.sdk) throw new Error(`--sdk is missing: ${USAGE}`);
  const older = buildModel(importedSpecs(committed()));
  const newer = buildModel(importedSpecs(await importSdk(values.sdk, values.cli)));
  const changes = diffModels(older, newer, { stages: values.cli !== undefined });
  process.stdout.write(`databricks-sdk-go ${older.sdkVersion} to ${newer.sdkVersion}\n\n${describeChanges(changes)}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
