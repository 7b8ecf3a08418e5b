import { orAborted } from "../../auth/or-aborted.ts";
import { attributes, settingNames } from "../../config/attributes.ts";
import { DatabricksError } from "../../errors/databricks-error.ts";
import { redactor } from "../../errors/redact.ts";
import { type Check, type CheckName, type Facts, type Finding, fail, skip } from "./check.ts";

/** A finding, and the check that it is of. */
export interface Result extends Finding {
  readonly name: CheckName;
}

/**
 * Makes the checks one after the other. Those that need a failed one are skipped. Results hold no secrets.
 *
 * @param signal ends the checks with its reason
 * @param withinMs the longest that all of them may take, in milliseconds
 */
export async function* runChecks(
  checks: readonly Check[],
  facts: Facts,
  signal: AbortSignal,
  withinMs: number,
): AsyncGenerator<Result> {
  const redact = redactor(() => secretsOf(facts));
  const deadline = AbortSignal.timeout(withinMs);
  const failed = new Set<CheckName>();
  for (const check of checks) {
    const missing = check.needs.find((name) => failed.has(name));
    const finding = missing ? skip(`needs ${missing}`) : await findingOf(check, facts, [signal, deadline]);
    signal.throwIfAborted();
    if (missing || finding.status === "fail") failed.add(check.name);
    const { status, found, next } = finding;
    yield { name: check.name, status, found: redact(found), ...(next && { next: redact(next) }) };
  }
}

async function findingOf(check: Check, facts: Facts, signals: readonly AbortSignal[]): Promise<Finding> {
  const signal = AbortSignal.any([...signals, AbortSignal.timeout(check.withinMs)]);
  try {
    return await orAborted(Promise.resolve(check.run(facts, signal)), signal);
  } catch (error) {
    if (signal.aborted) return fail("no answer in time", "Check the network, VPN, proxy and firewall on the way.");
    return failureOf(error);
  }
}

/** The message of our own errors ends with the hint. */
function failureOf(error: unknown): Finding {
  if (!(error instanceof DatabricksError)) return fail(error instanceof Error ? error.message : String(error), "");
  const { message, hint } = error;
  return fail(message.endsWith(hint) ? message.slice(0, -hint.length).trim() : message, hint);
}

function secretsOf({ given, env, settings, credentials }: Facts): string[] {
  const names = settingNames.filter((name) => attributes[name].secret);
  const configured = names.flatMap((name) => [
    given[name],
    settings?.[name],
    ...attributes[name].variables.map((variable) => env[variable]),
  ]);
  const texts = [...configured, ...(credentials?.secrets() ?? [])];
  return texts.filter((value) => typeof value === "string").filter(Boolean);
}
