import { DatabricksClient } from "../client/databricks-client.ts";
import { describeSettings, type SettingDescription } from "../config/describe.ts";
import type { CommonOptions } from "./common-options.ts";
import { writeJson, writeLine } from "./output.ts";
import { profileFile, profileNames } from "./profiles.ts";
import { renderColumns, terminalWidth } from "./text-table.ts";
import { withWorkspaceOf } from "./workspace.ts";

/** Prints the settings in force; those that are refused, too. @throws ConfigError for refused ones, once printed */
export async function showConfig(options: CommonOptions): Promise<void> {
  await withWorkspaceOf(options, async ({ options: given }) => {
    await print(describeSettings(given), options);
    new DatabricksClient(given);
  });
}

async function print(settings: readonly SettingDescription[], { json }: CommonOptions): Promise<void> {
  if (json) return writeJson(settings);
  if (settings.length === 0) return writeLine("No settings.");
  const rows = settings.map(({ name, value, source }) => [name, value, source]);
  await writeLine(renderColumns(["setting", "value", "from"], rows, { width: terminalWidth() }));
}

/** Prints the profiles of the configuration file, with their hosts and the settings that they have. */
export async function showProfiles({ json }: CommonOptions): Promise<void> {
  const profiles = (await profileNames()).map(describeProfile);
  if (json) return writeJson(profiles);
  if (profiles.length === 0) return writeLine(`No profiles in ${profileFile()}.`);
  const rows = profiles.map(({ name, host, settings }) => [name, host ?? "", settings.join(", ")]);
  await writeLine(renderColumns(["profile", "host", "other settings"], rows, { width: terminalWidth() }));
}

/** Only of the profile: the environment is left out. */
function describeProfile(name: string) {
  const settings = describeSettings({ profile: name, configFile: profileFile() }, {});
  const host = settings.find((setting) => setting.name === "host")?.value;
  const others = settings.map((setting) => setting.name).filter((each) => !known.has(each));
  return { name, ...(host !== undefined && { host }), settings: others };
}

const known: ReadonlySet<string> = new Set(["host", "profile", "configFile"]);
