import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { parseIni } from "../config/ini.ts";
import { ConfigError } from "../errors/config-error.ts";

/** Section of the file that is not a profile. */
const reserved = "__settings__";

/** Path of the profile file. */
export function profileFile(): string {
  const path = process.env.DATABRICKS_CONFIG_FILE || "~/.databrickscfg";
  return path.replace(/^~(?=[/\\]|$)/, process.env.HOME || process.env.USERPROFILE || homedir());
}

/**
 * Names of the profiles of the file, in its order; none when there is no file.
 *
 * @throws ConfigError for a broken file, or one that cannot be read
 */
export async function profileNames(): Promise<string[]> {
  const path = profileFile();
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new ConfigError(
      `the profile file ${path} cannot be read (${error.code})`,
      "Make it a file that you may read.",
    );
  });
  return [...parseIni(text, path).keys()].filter((name) => name !== reserved);
}
