import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import type { Environment } from "../../config/gather.ts";

/** What decides where programs keep their configuration. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Home folder of the person. */
  readonly home: string;
  /** Folder of the project, for the scope `project`. */
  readonly cwd: string;
  readonly env: Environment;
}

/** This machine. */
export function thisMachine(): Machine {
  return { platform: process.platform, home: homedir(), cwd: process.cwd(), env: process.env };
}

/** Joins a path as the machine's system writes it. */
export function joinOn({ platform }: Machine, ...parts: readonly string[]): string {
  return (platform === "win32" ? win32 : posix).join(...parts);
}

/**
 * Where desktop programs keep the configuration of a person: `~/Library/Application Support`, `%APPDATA%`, else
 * `$XDG_CONFIG_HOME` or `~/.config`. It is what Electron calls `appData`
 * (https://www.electronjs.org/docs/latest/api/app#appgetpathname).
 */
export function appData(machine: Machine): string {
  const { platform, home, env } = machine;
  if (platform === "darwin") return joinOn(machine, home, "Library", "Application Support");
  if (platform === "win32") return env.APPDATA || joinOn(machine, home, "AppData", "Roaming");
  return env.XDG_CONFIG_HOME || joinOn(machine, home, ".config");
}
