import { ConfigError } from "../errors/config-error.ts";
import { attributes, settingNames } from "./attributes.ts";
import { type AuthType, authTypes } from "./auth-types.ts";
import type { AzureEnvironment, Cloud } from "./cloud.ts";
import type { Found, Gathered } from "./gather.ts";
import { type Host, parseHost } from "./host.ts";
import { checkMethods } from "./methods.ts";
import type { SettingName, Settings } from "./settings.ts";

/**
 * Checks settings and brings each into its one form.
 *
 * @throws ConfigError naming the setting by its source
 */
export function checkedSettings(found: Gathered): Settings {
  const { host, ...ids } = hostOf(found);
  const promoted = { ...found };
  for (const name of ["workspaceId", "accountId"] as const) {
    const value = ids[name];
    if (value) promoted[name] ??= { value, source: found.host?.source ?? "" };
  }
  const values = settingNames.flatMap((name): [SettingName, unknown][] => {
    const each = promoted[name];
    const value = each && name !== "host" ? checked(name, each) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  checkMethods(found);
  return { ...Object.fromEntries(values), host };
}

/** Only a resource id of Azure can stand in for the host. */
function hostOf({ host, azureWorkspaceResourceId }: Gathered): Host {
  if (!host && azureWorkspaceResourceId) return { host: "" };
  return parseHost(host && String(host.value));
}

type Check = (text: string, found: Found, name: SettingName) => unknown;

const checks: { readonly [Name in SettingName]?: Check } = {
  accountId: id,
  workspaceId: id,
  warehouseId: id,
  clusterId: id,
  cloud: oneOf<Cloud>(["aws", "azure", "gcp"], (text) => text.toLowerCase()),
  authType: oneOf<AuthType>(authTypes),
  token: bareToken,
  actionsIdTokenRequestToken: bareToken,
  scopes: (text) => [...new Set(text.split(/[\s,]+/).filter(Boolean))].sort(),
  azureUseMsi: flag,
  // The prefix and suffix are how Azure's own libraries write it: AzurePublicCloud.
  azureEnvironment: oneOf<AzureEnvironment>(["PUBLIC", "USGOVERNMENT", "CHINA"], (text) =>
    text.toUpperCase().replace(/^AZURE|CLOUD$/g, ""),
  ),
  azureWorkspaceResourceId: resourceId,
  googleCredentials: (text) => text,
  httpTimeoutSeconds: positive,
  retryTimeoutSeconds: decimal,
  rateLimit: positive,
};

function checked(name: SettingName, found: Found): unknown {
  const check = checks[name] ?? oneLine;
  return check(String(found.value), found, name);
}

/** How a person knows a setting: by its variable, its key in the profile file, or its name in code. */
function label(name: SettingName, { source }: Found): string {
  if (source === "code") return name;
  return attributes[name].variables.includes(source) ? source : `${attributes[name].keys[0]} of ${source}`;
}

/** Ids travel in headers and paths; all that Databricks gives out are made of these characters. */
function id(text: string, found: Found, name: SettingName): string {
  if (/^[\w.-]+$/.test(text)) return text;
  const setting = label(name, found);
  throw new ConfigError(`${setting} is not an id`, `Set ${setting} to the bare id: letters, digits, "-", "_" and ".".`);
}

function bareToken(text: string, found: Found, name: SettingName): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new ConfigError(
    `the Databricks token in ${label(name, found)} holds a space, a line break or a character outside ASCII`,
    "Set it to the bare token, on one line without spaces.",
  );
}

function oneLine(text: string, found: Found, name: SettingName): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (!/[\x00-\x1f\x7f]/.test(text)) return text;
  throw new ConfigError(`${label(name, found)} holds a line break or control character`, "Write it on one line.");
}

/** The forms of true and false that Go reads, as the official SDKs do. */
function flag(text: string, found: Found, name: SettingName): boolean {
  if (/^(1|t|true)$/i.test(text)) return true;
  if (/^(0|f|false)$/i.test(text)) return false;
  throw new ConfigError(`${label(name, found)} is neither true nor false`, "Set it to true or false.");
}

/** Zero counts as unset, as in the official SDKs. */
function positive(text: string, found: Found, name: SettingName): number | undefined {
  const value = decimal(text, found, name);
  if (value === undefined || value > 0) return value;
  throw new ConfigError(`${label(name, found)} is negative`, "Set it to a number above zero, or leave it away.");
}

/** Zero counts as unset, as in the official SDKs. */
function decimal(text: string, found: Found, name: SettingName): number | undefined {
  const value = /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value || undefined;
  throw new ConfigError(`${label(name, found)} is not a number`, "Write it in digits, such as 60.");
}

function resourceId(text: string, found: Found, name: SettingName): string {
  const id = oneLine(text, found, name).replace(/\/+$/, "");
  if (/^\/subscriptions\/[^/?#]+(\/[^/?#]+)+$/i.test(id)) return id;
  throw new ConfigError(
    `${label(name, found)} is not the resource id of a workspace`,
    "It looks like /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Databricks/workspaces/<name>.",
  );
}

function oneOf<Value extends string>(values: readonly Value[], normal = (text: string): string => text): Check {
  return (text, found, name) => {
    const value = values.find((each) => each === normal(text));
    if (value) return value;
    throw new ConfigError(`${label(name, found)} is unknown: "${text}"`, `Set it to one of: ${values.join(", ")}.`);
  };
}
