import { attributes, settingNames } from "./attributes.ts";
import { type Environment, type Found, gatherSettings } from "./gather.ts";
import type { GivenSettings, SettingName, Settings } from "./settings.ts";

/** One setting: what it is, and where it comes from. */
export interface SettingDescription {
  readonly name: keyof Settings;
  /** As text; a secret is `********`. */
  readonly value: string;
  /** `code`, the name of a variable, the path of a file and the section in it, or the URL that told. */
  readonly source: string;
}

/**
 * Tells each setting that has a value, and where it comes from. Nothing is checked, so that it also helps to find out
 * why settings are refused.
 *
 * @param given values in code or of flags
 * @param env such as `process.env`
 * @param current what became of them after discovery, whose additions are told too
 * @throws ConfigError when the profile file cannot be read, or has no such profile
 */
export function describeSettings(
  given: GivenSettings = {},
  env: Environment = process.env,
  current?: Settings,
): SettingDescription[] {
  const gathered = gatherSettings(given, env);
  const found = settingNames.flatMap((name) => {
    const each = gathered[name];
    return each ? [describe(name, each)] : [];
  });
  return [...found, ...discovered(found, current)];
}

function describe(name: SettingName, { value, source }: Found): SettingDescription {
  const text = Array.isArray(value) ? value.join(",") : String(value);
  return { name, value: attributes[name].secret ? "********" : withoutPassword(text), source };
}

/** A URL that wrongly holds a password does not show it. */
function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, "//********@");
}

function discovered(found: readonly SettingDescription[], current: Settings | undefined): SettingDescription[] {
  const names = ["accountId", "workspaceId", "cloud", "hostKind", "discoveryUrl", "audience"] as const;
  return names.flatMap((name) => {
    const value = current?.[name];
    if (!value || found.some((each) => each.name === name)) return [];
    return [{ name, value, source: `${current.host}/.well-known/databricks-config` }];
  });
}
