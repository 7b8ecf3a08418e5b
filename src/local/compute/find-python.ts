import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { LocalError } from "../local-error.ts";

const windows = process.platform === "win32";

/**
 * The interpreter that runs Python: the environment variable PYTHON3, else `python3` on the PATH.
 *
 * @throws LocalError 501 telling what to install when there is none
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = env.PYTHON3 || (windows ? "python.exe" : "python3");
  const folders = isAbsolute(named) ? [""] : (env.PATH ?? "").split(delimiter);
  for (const folder of folders) {
    const path = join(folder, named);
    if (await isExecutable(path)) return path;
  }
  throw new LocalError(
    501,
    "NOT_IMPLEMENTED",
    `The local workspace runs Python code in ${named}, which was not found. Install Python 3.9 or later (https://www.python.org/downloads/), or set the environment variable PYTHON3 to its path, and start the local workspace again.`,
  );
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
