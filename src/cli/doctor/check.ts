import type { Credentials } from "../../auth/credentials.ts";
import type { DatabricksClient, DatabricksClientOptions } from "../../client/databricks-client.ts";
import type { Environment } from "../../config/gather.ts";
import type { Settings } from "../../config/settings.ts";

/** Names of the checks, in the order in which they are made. */
export type CheckName =
  | "node"
  | "configuration"
  | "host"
  | "dns"
  | "tls"
  | "proxy"
  | "clock"
  | "authentication"
  | "identity"
  | "warehouse"
  | "cluster"
  | "permissions";

/** What a check found out. */
export interface Finding {
  readonly status: "ok" | "fail" | "skip";
  /** What is the case. */
  readonly found: string;
  /** What to do, when it is not as it should be. */
  readonly next?: string;
}

/** What checks are told, and what they tell those after them. */
export interface Facts {
  /** Settings of the command line. */
  readonly given: DatabricksClientOptions;
  readonly env: Environment;
  settings?: Settings;
  credentials?: Credentials;
  client?: DatabricksClient;
}

/** One check. What goes wrong may also be thrown. */
export interface Check {
  readonly name: CheckName;
  /** Checks whose failure makes this one pointless. */
  readonly needs: readonly CheckName[];
  /** The longest that it may take, in milliseconds. */
  readonly withinMs: number;
  readonly run: (facts: Facts, signal: AbortSignal) => Finding | Promise<Finding>;
}

/** All is well. */
export function ok(found: string): Finding {
  return { status: "ok", found };
}

/** It does not apply here. */
export function skip(found: string): Finding {
  return { status: "skip", found };
}

/** Something is wrong, and this is what to do. */
export function fail(found: string, next: string): Finding {
  return { status: "fail", found, next };
}

/** `1 cluster`, `2 clusters`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/**
 * What an earlier check found.
 *
 * @throws Error when it did not: the check does not name what it needs
 */
export function known<Name extends "settings" | "credentials" | "client">(
  facts: Facts,
  name: Name,
): NonNullable<Facts[Name]> {
  const value = facts[name];
  if (!value) throw new Error(`no ${name} yet`);
  return value;
}
