import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describeSettings } from "../../config/describe.ts";
import { normalHost } from "../../config/host.ts";
import { ConfigError } from "../../errors/config-error.ts";
import type { CommonOptions } from "../common-options.ts";
import { write, writeJson } from "../output.ts";
import { UsageError } from "../usage-error.ts";
import type { ClientName } from "./client-names.ts";
import { type Client, clients } from "./clients.ts";
import { readConfigFile, replaceConfigFile } from "./config-file.ts";
import type { Fields } from "./document.ts";
import { edited, readFields } from "./edit.ts";
import { joinOn, type Machine, thisMachine } from "./machine.ts";
import { type Origin, serverEntry, type Workspace } from "./server-entry.ts";

/** Options of `databricks-mcp install`. */
export interface InstallOptions extends CommonOptions {
  readonly client: ClientName;
  readonly scope?: "user" | "project";
  /** Name of the server in the client. */
  readonly name: string;
  readonly dryRun?: true;
  readonly remove?: true;
}

/** What became of it. */
export interface Installation {
  readonly client: ClientName;
  readonly path: string;
  /** False when there was nothing to do. */
  readonly changed: boolean;
  /** Unified diff, without secrets; empty when nothing changed. */
  readonly diff: string;
  /** Where the file as it was is kept. */
  readonly backup?: string;
}

/** Installs, and tells the person. @throws UsageError, InstallError */
export async function runInstall(options: InstallOptions): Promise<void> {
  const done = await install(options, thisMachine(), thisOrigin());
  if (options.json) await writeJson(done, process.stdout.isTTY);
  else await write(described(done, options));
}

/**
 * Enters the server into a client's configuration, or takes it out.
 *
 * @throws UsageError for a scope that the client does not have; InstallError when the file is left as it is
 */
export async function install(options: InstallOptions, machine: Machine, origin: Origin): Promise<Installation> {
  const client = clients[options.client];
  const path = pathOf(client, options.scope ?? "user", machine);
  const file = await readConfigFile(path);
  const text = file.text ?? "";
  const entry = options.remove ? {} : { entry: entryOf(client, options, machine, origin) };
  const next = await edited(text, { client, path, name: options.name, ...entry });
  const found = { client: options.client, path, changed: next !== text };
  if (!found.changed) return { ...found, diff: "" };
  const { maskedDiff } = await import("./masked-diff.ts");
  const diff = maskedDiff(path, text, next, await readFields(text, client.format));
  const backup = options.dryRun ? undefined : await replaceConfigFile(file, next);
  return { ...found, diff, ...(backup && { backup }) };
}

function pathOf({ title, user, project }: Client, scope: "user" | "project", machine: Machine): string {
  if (scope === "user") return user(machine);
  if (project) return joinOn(machine, machine.cwd, ...project);
  throw new UsageError(`${title} has no configuration per project`, "Leave --scope out.");
}

function entryOf(client: Client, options: InstallOptions, machine: Machine, origin: Origin): Fields {
  const entry = serverEntry(origin, machine, workspaceOf(options, machine));
  return { ...(client.entry?.(entry) ?? entry) };
}

/** What is chosen here by option or variable, the client does not know of: it is written down, but for secrets. */
function workspaceOf({ profile, local, data }: InstallOptions, { env, home, cwd }: Machine): Workspace {
  // The client starts the server in a folder of its own.
  if (local) return { local, ...(data && { data: resolve(cwd, data) }) };
  if (profile) return { profile };
  try {
    const settings = describeSettings({}, { HOME: home, ...env });
    const of = (variable: string) => settings.find(({ source }) => source === variable)?.value;
    const host = normalHost(of("DATABRICKS_HOST"));
    const named = of("DATABRICKS_CONFIG_PROFILE");
    return named ? { profile: named } : host ? { host } : {};
  } catch (error) {
    // It can be set right later; doctor tells how.
    if (error instanceof ConfigError) return {};
    throw error;
  }
}

function described({ path, changed, diff, backup }: Installation, options: InstallOptions): string {
  const { title, afterwards, source } = clients[options.client];
  const { name, remove, dryRun } = options;
  if (!changed) return `${remove ? "not installed" : "already installed"}: "${name}" for ${title}, ${path}\n`;
  const lines = [diff.trimEnd()];
  if (dryRun) return `${[...lines, "Nothing was written (--dry-run)."].join("\n")}\n`;
  lines.push(`${remove ? "removed" : "installed"}: "${name}" for ${title}, ${path}`);
  if (backup) lines.push(`The file as it was: ${backup}`);
  if (!remove) lines.push(`${afterwards} See ${source}`);
  return `${lines.join("\n")}\n`;
}

/** The package that this code belongs to. */
function thisOrigin(): Origin {
  let root = import.meta.dirname;
  while (!existsSync(join(root, "package.json")) && dirname(root) !== root) root = dirname(root);
  return { root, node: process.execPath };
}
