import { attributes, settingNames } from "./attributes.ts";
import type { Settings } from "./settings.ts";

const secretNames = settingNames.filter((name) => attributes[name].secret);

/** The values that must never be shown. */
export function secretsOf(settings: Partial<Settings>): string[] {
  return secretNames.map((name) => settings[name]).filter((value) => typeof value === "string");
}

/**
 * The same of the environment alone, for errors that come before settings are read.
 *
 * @param env such as `process.env`
 */
export function secretsInEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
  const variables = secretNames.flatMap((name) => attributes[name].variables);
  return variables.map((name) => env[name]).filter((value) => value !== undefined);
}
