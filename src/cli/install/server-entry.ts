import { existsSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../../package.json" with { type: "json" };
import { InstallError } from "./install-error.ts";
import type { Machine } from "./machine.ts";

/** How a client starts the server. */
export interface ServerEntry {
  readonly command: string;
  readonly args: readonly string[];
  /** Never a secret. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Where this code runs. */
export interface Origin {
  /** Root of the package. */
  readonly root: string;
  /** Path of the Node that runs it. */
  readonly node: string;
}

/** Which workspace the server works with. Credentials are found as always; they are not written down. */
export interface Workspace {
  readonly profile?: string;
  readonly local?: true;
  /** Path of the folder in which the local workspace keeps its data. */
  readonly data?: string;
  readonly host?: string;
}

const built = ["dist", "cli", "main.js"] as const;

/**
 * The entry for an installed package, which npx finds and keeps; or for a checkout, its built command.
 *
 * @throws InstallError for a checkout that is not built
 */
export function serverEntry(origin: Origin, machine: Machine, { profile, local, data, host }: Workspace): ServerEntry {
  const workspace = [...(local ? ["--local"] : []), ...(data ? ["--data", data] : [])];
  const options = ["serve", ...workspace, ...(profile ? ["--profile", profile] : [])];
  const { command, args } = isInstalled(origin) ? published(machine) : checkout(origin);
  return { command, args: [...args, ...options], ...(host && { env: { DATABRICKS_HOST: host } }) };
}

/** Whether an entry, as it stands in a file, starts this server. */
export function isOurs(entry: unknown): boolean {
  const args: unknown = typeof entry === "object" && entry !== null && "args" in entry ? entry.args : undefined;
  return (
    Array.isArray(args) &&
    args.some((arg) => {
      const text = String(arg).replaceAll("\\", "/");
      return text.replace(/@[^/]*$/, "") === manifest.name || text.endsWith(built.join("/"));
    })
  );
}

function isInstalled({ root }: Origin): boolean {
  return root.split(/[/\\]/).includes("node_modules");
}

/** On Windows npx is a script, which only a shell can start. */
function published({ platform }: Machine): ServerEntry {
  const args = ["-y", manifest.name];
  return platform === "win32" ? { command: "cmd", args: ["/c", "npx", ...args] } : { command: "npx", args };
}

/** The Node is named by its path, since the one that a client finds may be too old. */
function checkout({ root, node }: Origin): ServerEntry {
  const main = join(root, ...built);
  if (existsSync(main)) return { command: node, args: [main] };
  throw new InstallError(`${main} does not exist`, "Run `npm run build` first.");
}
