import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { ConfigError } from "../errors/config-error.ts";
import { parseIni, type Sections } from "./ini.ts";

/** Section that holds settings of tools; not a profile. */
const reserved = "__settings__";

/** One profile, found. */
export interface Profile {
  readonly name: string;
  /** The file that it is in. */
  readonly path: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Where to look, and for what. */
export interface ProfileRequest {
  /** Path of the file; `~` is the home folder. Without it `~/.databrickscfg`, which may be missing. */
  readonly configFile: string | undefined;
  /** Without it `default_profile` of `[__settings__]`, then `DEFAULT`, which may be missing. */
  readonly profile: string | undefined;
  readonly home: string | undefined;
}

/**
 * Reads a profile. A file or profile that was asked for must exist; the official SDKs ignore a missing file even when
 * a profile in it was named, and then fail later for want of a host.
 *
 * @returns undefined when nothing was asked for and there is none
 * @throws ConfigError when the file cannot be read, is broken, or has no such profile
 */
export function readProfile({ configFile, profile, home }: ProfileRequest): Profile | undefined {
  const path = (configFile ?? "~/.databrickscfg").replace(/^~(?=[/\\]|$)/, home || homedir());
  const text = readText(path, configFile !== undefined || profile !== undefined);
  if (text === undefined) return undefined;
  const sections = parseIni(text, path);
  const asked = profile ?? sections.get(reserved)?.get("default_profile")?.trim();
  const name = asked || "DEFAULT";
  if (name === reserved) throw reservedName(path);
  const values = sections.get(name);
  if (values) return { name, path, values };
  if (!asked) return undefined;
  throw missingProfile(path, name, sections);
}

function readText(path: string, required: boolean): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : String(error);
    if (code === "ENOENT" && !required) return undefined;
    if (code !== "ENOENT") {
      throw new ConfigError(`the profile file ${path} cannot be read (${code})`, "Make it a file that you may read.");
    }
    throw new ConfigError(
      `there is no profile file ${path}`,
      "Make it with `databricks auth login --profile <name>`, or correct DATABRICKS_CONFIG_FILE.",
    );
  }
}

function reservedName(path: string): ConfigError {
  return new ConfigError(
    `${path}: ${reserved} is a reserved section name and cannot be a profile`,
    `Correct DATABRICKS_CONFIG_PROFILE, or default_profile under [${reserved}].`,
  );
}

function missingProfile(path: string, name: string, sections: Sections): ConfigError {
  const names = [...sections.keys()].filter((each) => each !== reserved);
  return new ConfigError(
    `${path} has no ${name} profile configured`,
    `It has: ${names.join(", ") || "none"}. Make the profile with \`databricks auth login --profile ${name}\`.`,
  );
}
