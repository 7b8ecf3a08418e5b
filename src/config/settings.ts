import { ConfigError } from "../errors/config-error.ts";

/** Which workspace or account, as whom, and the defaults of tools. */
export interface Settings {
  /** Scheme, host name and port, e.g. `https://dbc-a1b2.cloud.databricks.com`. */
  readonly host: string;
  /** Personal access token. */
  readonly token: string;
  readonly accountId?: string;
  /** Chooses the workspace on a host that serves many. Not always a number. */
  readonly workspaceId?: string;
  /** SQL warehouse that tools use unless told otherwise. */
  readonly warehouseId?: string;
  /** Cluster that tools use unless told otherwise. */
  readonly clusterId?: string;
}

/** Settings as a person gives them: anything may be missing or malformed. */
export type GivenSettings = { readonly [Name in keyof Settings]?: string | undefined };

const hostHint = "Set DATABRICKS_HOST to the URL of the workspace, such as https://dbc-a1b2.cloud.databricks.com.";
const tokenHint = "Set DATABRICKS_TOKEN to a personal access token, on one line without spaces.";

/**
 * Reads `DATABRICKS_HOST`, `DATABRICKS_TOKEN`, `DATABRICKS_ACCOUNT_ID`, `DATABRICKS_WORKSPACE_ID`,
 * `DATABRICKS_WAREHOUSE_ID` and `DATABRICKS_CLUSTER_ID`. An empty variable counts as unset.
 *
 * @param env such as `process.env`
 * @throws ConfigError
 */
export function settingsFromEnvironment(env: Readonly<Record<string, string | undefined>>): Settings {
  return validSettings({
    host: env.DATABRICKS_HOST,
    token: env.DATABRICKS_TOKEN,
    accountId: env.DATABRICKS_ACCOUNT_ID,
    // "none" is how the Databricks CLI writes "explicitly no workspace".
    workspaceId: env.DATABRICKS_WORKSPACE_ID === "none" ? undefined : env.DATABRICKS_WORKSPACE_ID,
    warehouseId: env.DATABRICKS_WAREHOUSE_ID,
    clusterId: env.DATABRICKS_CLUSTER_ID,
  });
}

/**
 * Checks settings and brings the host into its one form. Unknown properties are dropped.
 *
 * @throws ConfigError
 */
export function validSettings(given: GivenSettings): Settings {
  const accountId = validId("DATABRICKS_ACCOUNT_ID", given.accountId);
  const workspaceId = validId("DATABRICKS_WORKSPACE_ID", given.workspaceId);
  const warehouseId = validId("DATABRICKS_WAREHOUSE_ID", given.warehouseId);
  const clusterId = validId("DATABRICKS_CLUSTER_ID", given.clusterId);
  return {
    host: validHost(given.host),
    token: validToken(given.token),
    ...(accountId && { accountId }),
    ...(workspaceId && { workspaceId }),
    ...(warehouseId && { warehouseId }),
    ...(clusterId && { clusterId }),
  };
}

function validHost(host: string | undefined): string {
  const text = host?.trim();
  if (!text) throw new ConfigError("no Databricks host is configured", hostHint);
  const url = parseUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  // The value is not shown: a host that is malformed like this may hold a password.
  if (!url || url.username || url.password)
    throw new ConfigError("the Databricks host is not a URL of a host", hostHint);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw new ConfigError(
      `the Databricks host ${url.origin} is not https, so the token would travel in the clear`,
      hostHint,
    );
  }
  return url.origin;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function validToken(token: string | undefined): string {
  if (!token) throw new ConfigError("no Databricks token is configured", tokenHint);
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError("the Databricks token holds a space, a line break or a character outside ASCII", tokenHint);
  }
  return token;
}

/** Ids travel in headers and paths; all that Databricks gives out are made of these characters. */
function validId(variable: string, id: string | undefined): string | undefined {
  if (!id || /^[\w.-]+$/.test(id)) return id;
  throw new ConfigError(
    `${variable} is not an id`,
    `Set ${variable} to the bare id: letters, digits, "-", "_" and ".".`,
  );
}
