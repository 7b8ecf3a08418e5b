import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { generate } from "./pipeline.ts";
import { compare, describeDifferences } from "./verify/compare.ts";

const ROOT = join(import.meta.dirname, "..");
const GENERATED = join(ROOT, "generated");

/** `npm run codegen` writes `generated/`; with `--check` it only says what differs and exits with 1 when something does. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean" } } });
  const files = await generate(join(ROOT, "specs"));
  const differences = compare(GENERATED, files);
  if (values.check) {
    const report = describeDifferences(differences);
    process.stdout.write(report);
    process.exitCode = report ? 1 : 0;
    return;
  }
  for (const path of differences.surplus) rmSync(join(GENERATED, path));
  for (const { path, content } of files) {
    mkdirSync(dirname(join(GENERATED, path)), { recursive: true });
    writeFileSync(join(GENERATED, path), content);
  }
  process.stdout.write(`generated/: ${files.length} files\n`);
}

await main();
