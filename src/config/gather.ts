import { ConfigError } from "../errors/config-error.ts";
import { attributes, settingNames } from "./attributes.ts";
import { normalHost } from "./host.ts";
import { type Profile, readProfile } from "./profile-file.ts";
import type { GivenSettings, SettingName } from "./settings.ts";

/** Such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A value as it was found. */
export interface Found {
  readonly value: string | number | boolean | readonly string[];
  /** `code`, the name of a variable, or the path of a file and the section in it. */
  readonly source: string;
}

/** Settings as they were found; nothing is checked. */
export type Gathered = { readonly [Name in SettingName]?: Found };

function settingsInCode(given: GivenSettings): Gathered {
  return gathered((name) => {
    const value = given[name];
    return value === undefined || value === "" ? undefined : { value, source: "code" };
  });
}

/**
 * Finds settings: code goes before the environment, and that before the profile file, which is not read when no
 * profile is named and a host or credentials are known already.
 *
 * Credentials belong to the host that they were configured with, so sources do not mix across hosts, as they do in the
 * official SDKs, where a profile's token goes to whatever `DATABRICKS_HOST` says:
 * - a profile named in code brings its own host, which counts as said in code;
 * - when code says a host and the environment (with the profile that it names) says another, the environment tells
 *   only of this machine;
 * - a profile and whoever named it must agree on the host.
 *
 * @throws ConfigError for the profile file, see `readProfile`; for a profile of another host
 */
export function gatherSettings(given: GivenSettings, env: Environment): Gathered {
  const code = settingsInCode(given);
  const environment = settingsInEnvironment(env);
  const found = { ...environment, ...code };
  const profile = needsFile(found) ? readProfile(profileRequest(found, env)) : undefined;
  const file = profile ? settingsInProfile(profile, found.profile) : {};
  if (code.profile) return joined(together(code, file), environment);
  return joined(code, together(environment, file));
}

function gathered(find: (name: SettingName) => Found | undefined): Gathered {
  return Object.fromEntries(
    settingNames.flatMap((name) => {
      const found = find(name);
      return found ? [[name, found]] : [];
    }),
  );
}

function settingsInEnvironment(env: Environment): Gathered {
  return gathered((name) => {
    const variable = attributes[name].variables.find((each) => env[each]);
    const value = variable && env[variable];
    return value ? { value, source: variable } : undefined;
  });
}

/** The profile's name is kept, since the Databricks CLI stores tokens under it. */
function settingsInProfile({ name: profile, path, values }: Profile, named: Found | undefined): Gathered {
  const source = `${path} [${profile}]`;
  const found = gathered((name) => {
    const value = attributes[name].keys.map((key) => values.get(key)).find(Boolean);
    return value ? { value, source } : undefined;
  });
  return { ...found, profile: named ?? { value: profile, source: path } };
}

function needsFile(found: Gathered): boolean {
  const known = settingNames.some((name) => attributes[name].method && found[name]);
  return Boolean(found.profile) || !(known || found.host || found.azureWorkspaceResourceId);
}

function profileRequest({ configFile, profile }: Gathered, env: Environment): Parameters<typeof readProfile>[0] {
  return {
    configFile: configFile && String(configFile.value),
    profile: profile && String(profile.value),
    home: env.HOME || env.USERPROFILE,
  };
}

/** A profile under whoever named it. */
function together(upper: Gathered, profile: Gathered): Gathered {
  if (!differs(upper.host, profile.host)) return { ...profile, ...upper };
  throw new ConfigError(
    `the profile ${profile.profile?.value} belongs to ${normalHost(profile.host?.value)}, but the host is set to ${normalHost(upper.host?.value)} (${upper.host?.source})`,
    "Its credentials are not sent elsewhere: leave the host or the profile away.",
  );
}

/** A source under another one; of another host's source only what tells of this machine. */
function joined(upper: Gathered, lower: Gathered): Gathered {
  const foreign = differs(upper.host, lower.host);
  return gathered((name) => upper[name] ?? (foreign && !attributes[name].machine ? undefined : lower[name]));
}

function differs(one: Found | undefined, other: Found | undefined): boolean {
  return Boolean(one && other) && normalHost(one?.value) !== normalHost(other?.value);
}
