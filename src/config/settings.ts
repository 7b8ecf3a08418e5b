import type { AuthType } from "./auth-types.ts";
import { checkedSettings } from "./check.ts";
import type { AzureEnvironment, Cloud, HostKind } from "./cloud.ts";
import { type Environment, gatherSettings } from "./gather.ts";

/** Which workspace or account, as whom, and the defaults of tools. Every value is checked. */
export interface Settings {
  /** Scheme, host name and port, e.g. `https://dbc-a1b2.cloud.databricks.com`; empty only beside `azureWorkspaceResourceId`. */
  readonly host: string;
  readonly accountId?: string;
  /** Chooses the workspace on a host that serves many. Not always a number; `none`, as for the Databricks CLI, is no workspace. */
  readonly workspaceId?: string;
  readonly cloud?: Cloud;
  /** What the host serves, where discovery told; see `hostKindOf`. */
  readonly hostKind?: HostKind;
  /** URL of the OAuth discovery document. */
  readonly discoveryUrl?: string;
  /** SQL warehouse that tools use unless told otherwise. */
  readonly warehouseId?: string;
  /** Cluster that tools use unless told otherwise. */
  readonly clusterId?: string;

  /** Section of the profile file that these settings come from. */
  readonly profile?: string;
  /** The profile file. @default "~/.databrickscfg" */
  readonly configFile?: string;
  /** The one way to authenticate; without it they are tried in order. */
  readonly authType?: AuthType;

  /** Personal access token. */
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  /** Of the service principal, or of the federated application. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** OAuth scopes. @default ["all-apis"] */
  readonly scopes?: readonly string[];
  /** Audience of tokens that are exchanged. */
  readonly audience?: string;
  readonly databricksCliPath?: string;
  /** A local server that gives out tokens, such as that of an IDE. */
  readonly metadataServiceUrl?: string;

  /** Set by GitHub Actions for jobs with the permission `id-token: write`. */
  readonly actionsIdTokenRequestUrl?: string;
  readonly actionsIdTokenRequestToken?: string;
  /** Name of the variable that holds an OIDC token. @default "DATABRICKS_OIDC_TOKEN" */
  readonly oidcTokenEnv?: string;
  readonly oidcTokenFilepath?: string;

  /** `/subscriptions/…/providers/Microsoft.Databricks/workspaces/…`; may stand in for the host. */
  readonly azureWorkspaceResourceId?: string;
  readonly azureUseMsi?: boolean;
  readonly azureClientId?: string;
  readonly azureClientSecret?: string;
  readonly azureTenantId?: string;
  readonly azureEnvironment?: AzureEnvironment;

  /** E-mail address of the service account to impersonate. */
  readonly googleServiceAccount?: string;
  /** A service account's key: JSON, or the path of its file. */
  readonly googleCredentials?: string;

  /** The longest silence on one request, in seconds. @default 60 */
  readonly httpTimeoutSeconds?: number;
  /** The time in which attempts of one call may start, in seconds; negative for no limit. @default 300 */
  readonly retryTimeoutSeconds?: number;
  /** Requests to the host that start per second. Without it, as many as the host takes. */
  readonly rateLimit?: number;
}

/** Names of settings that can be set; the rest is discovered. */
export type SettingName = Exclude<keyof Settings, "hostKind">;

type Given<Value> = Value extends string ? string : Value;

/** Settings as a person gives them: anything may be missing or malformed. */
export type GivenSettings = { readonly [Name in SettingName]?: Given<Settings[Name]> | undefined };

/**
 * Settings from, in this order, code, the environment and the profile file. The file is not read when no profile is
 * named and code or environment say a host or credentials. Credentials go only to the host that they were configured
 * with: see `gatherSettings`.
 *
 * @param given values in code or of flags
 * @param env such as `process.env`; an empty variable counts as unset
 * @throws ConfigError
 */
export function resolveSettings(given: GivenSettings = {}, env: Environment = process.env): Settings {
  return checkedSettings(gatherSettings(given, env));
}
