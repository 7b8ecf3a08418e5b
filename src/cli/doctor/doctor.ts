import { DatabricksError } from "../../errors/databricks-error.ts";
import type { CommonOptions } from "../common-options.ts";
import { writeJson, writeLine } from "../output.ts";
import { terminalWidth, wrapped } from "../text-table.ts";
import { withWorkspaceOf } from "../workspace.ts";
import type { Check, Finding } from "./check.ts";
import { configuration, host, node } from "./configuration.ts";
import { clock, dns, proxy, tls } from "./network.ts";
import { type Result, runChecks } from "./run-checks.ts";
import { authentication, cluster, identity, permissions, warehouse } from "./workspace.ts";

/** The longest that all checks may take, in milliseconds. */
const withinMs = 20_000;

/** All checks, in order. */
export const checks: readonly Check[] = [
  ...[node, configuration, host, dns, tls, proxy, clock],
  ...[authentication, identity, warehouse, cluster, permissions],
];

/**
 * Makes all checks and writes what they find, as each is done; with `json` as one document at the end.
 *
 * @throws DatabricksError when one failed
 */
export async function runDoctor(options: CommonOptions, signal: AbortSignal): Promise<void> {
  const results: Result[] = [];
  await withWorkspaceOf(options, async ({ options: given }) => {
    for await (const result of runChecks(checks, { given, env: process.env }, signal, withinMs)) {
      results.push(result);
      if (!options.json) await writeLine(described(result));
    }
  });
  const failed = results.filter(({ status }) => status === "fail").map(({ name }) => name);
  if (options.json) await writeJson({ ok: failed.length === 0, checks: results }, process.stdout.isTTY);
  if (failed.length > 0) {
    const hint = "What to do stands behind the arrows above; the first failure often causes the others.";
    throw new DatabricksError(`failed: ${failed.join(", ")}`, { retryable: false, hint });
  }
}

const words: Readonly<Record<Finding["status"], string>> = { ok: "ok  ", fail: "FAIL", skip: "skip" };

function described({ name, status, found, next }: Result): string {
  const indent = " ".repeat(22);
  const inLines = (text: string) => wrapped(text, (terminalWidth() ?? Infinity) - indent.length);
  const lines = [...inLines(found), ...(next ? inLines(`→ ${next}`) : [])];
  return `${words[status]}  ${name.padEnd(14)}  ${lines.join(`\n${indent}`)}`;
}
