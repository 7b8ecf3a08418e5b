import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadSpecs } from "../load/load.ts";
import { buildModel } from "../model/operations.ts";
import { diffModels } from "./diff.ts";
import { describeChanges } from "./diff-report.ts";
import { importSdk } from "./import-sdk.ts";
import { importedSpecs } from "./imported-specs.ts";

const SPECS = join(import.meta.dirname, "..", "..", "specs");

const USAGE = "npm run specs:diff -- --sdk <checkout of databricks-sdk-go> [--cli <checkout of databricks/cli>]";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { sdk: { type: "string" }, cli: { type: "string" } } });
  if (!values.sdk) throw new Error(`--sdk is missing: ${USAGE}`);
  // Annotations are ours, and may name operations that a fresh import has lost.
  const older = buildModel({ ...loadSpecs(SPECS), annotations: new Map() });
  const newer = buildModel(importedSpecs(await importSdk(values.sdk, values.cli)));
  const changes = diffModels(older, newer, { stages: values.cli !== undefined });
  process.stdout.write(`databricks-sdk-go ${older.sdkVersion} to ${newer.sdkVersion}\n\n${describeChanges(changes)}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
