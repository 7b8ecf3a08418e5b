import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../config/gather.ts";
import type { Ended, Run } from "./run.ts";

/** What cmd.exe passes on as it is: there is no quote, variable, separator or other command in it. */
const plainArgument = /^[\w.:/@-]+$/;

/**
 * Runs programs that are scripts on Windows (`az.cmd`), where nothing but the shell can run those. An argument that the
 * shell could take for anything else than text is refused. The script is looked for in PATH only; left to itself the shell
 * would take one in the current folder first.
 *
 * @param run runs the shell
 */
export function windowsScripts(run: Run): Run {
  return async (file, args, env, limitMs) => {
    const ended = (stderr: string, missing: boolean): Ended => ({ ok: false, stdout: "", stderr, missing });
    const script = `${file}.cmd`;
    if (!inPath(script, env)) return ended(`there is no ${script} in PATH`, true);
    const odd = args.find((each) => !plainArgument.test(each));
    if (odd !== undefined)
      return ended(`the shell of Windows could misread the argument ${JSON.stringify(odd)}`, false);
    const shell = variable(env, "ComSpec") ?? String.raw`C:\Windows\System32\cmd.exe`;
    const safe = { ...env, NoDefaultCurrentDirectoryInExePath: "1" };
    return run(shell, ["/d", "/s", "/c", script, ...args], safe, limitMs);
  };
}

function inPath(file: string, env: Environment): boolean {
  const folders = variable(env, "PATH")?.split(";") ?? [];
  return folders.some((folder) => folder !== "" && existsSync(join(folder, file)));
}

/** Windows spells names of variables in any case. */
function variable(env: Environment, name: string): string | undefined {
  return Object.entries(env).find(([key]) => key.toUpperCase() === name.toUpperCase())?.[1];
}
