import type { SettingName } from "./settings.ts";

/** How one setting is written outside of code. */
export interface Attribute {
  /** Keys in the profile file; the first found wins. */
  readonly keys: readonly string[];
  /** Environment variables; the first that is not empty wins. */
  readonly variables: readonly string[];
  /** The way to authenticate that this setting belongs to. Two of them at once are a contradiction. */
  readonly method?: string;
  /** Never shown. */
  readonly secret?: true;
  /** Tells of this machine, not of a workspace or an identity in it. */
  readonly machine?: true;
}

/**
 * How each setting is written in the profile file and in the environment. Names are those of databricks-sdk-go 0.175
 * and databricks-sdk-py 0.133, both where they differ (`audience`, the path of the OIDC token).
 *
 * Left out on purpose: `skip_verify`, since an unverified host could take the token; `azure_login_app_id`, which has
 * no effect. `azure_workspace_resource_id` has no method here, unlike in the SDKs: it tells where, not as whom.
 */
export const attributes: Readonly<Record<SettingName, Attribute>> = {
  host: { keys: ["host"], variables: ["DATABRICKS_HOST"] },
  accountId: { keys: ["account_id"], variables: ["DATABRICKS_ACCOUNT_ID"] },
  workspaceId: { keys: ["workspace_id"], variables: ["DATABRICKS_WORKSPACE_ID"] },
  cloud: { keys: ["cloud"], variables: ["DATABRICKS_CLOUD"] },
  discoveryUrl: { keys: ["discovery_url"], variables: ["DATABRICKS_DISCOVERY_URL"] },
  warehouseId: { keys: ["warehouse_id"], variables: ["DATABRICKS_WAREHOUSE_ID"] },
  clusterId: { keys: ["cluster_id"], variables: ["DATABRICKS_CLUSTER_ID"] },
  profile: { keys: [], variables: ["DATABRICKS_CONFIG_PROFILE"], machine: true },
  configFile: { keys: [], variables: ["DATABRICKS_CONFIG_FILE"], machine: true },
  authType: { keys: ["auth_type"], variables: ["DATABRICKS_AUTH_TYPE"] },
  token: { keys: ["token"], variables: ["DATABRICKS_TOKEN"], method: "pat", secret: true },
  username: { keys: ["username"], variables: ["DATABRICKS_USERNAME"], method: "basic" },
  password: { keys: ["password"], variables: ["DATABRICKS_PASSWORD"], method: "basic", secret: true },
  clientId: { keys: ["client_id"], variables: ["DATABRICKS_CLIENT_ID"], method: "oauth" },
  clientSecret: { keys: ["client_secret"], variables: ["DATABRICKS_CLIENT_SECRET"], method: "oauth", secret: true },
  scopes: { keys: ["scopes"], variables: [] },
  audience: { keys: ["audience", "token_audience"], variables: ["DATABRICKS_TOKEN_AUDIENCE"] },
  databricksCliPath: { keys: ["databricks_cli_path"], variables: ["DATABRICKS_CLI_PATH"], machine: true },
  metadataServiceUrl: {
    keys: ["metadata_service_url"],
    variables: ["DATABRICKS_METADATA_SERVICE_URL"],
    method: "metadata-service",
    secret: true,
  },
  actionsIdTokenRequestUrl: {
    keys: ["actions_id_token_request_url"],
    variables: ["ACTIONS_ID_TOKEN_REQUEST_URL"],
    machine: true,
  },
  actionsIdTokenRequestToken: {
    keys: ["actions_id_token_request_token"],
    variables: ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    secret: true,
    machine: true,
  },
  oidcTokenEnv: { keys: ["oidc_token_env"], variables: ["DATABRICKS_OIDC_TOKEN_ENV"], method: "env-oidc" },
  oidcTokenFilepath: {
    keys: ["databricks_id_token_filepath", "oidc_token_filepath"],
    variables: ["DATABRICKS_OIDC_TOKEN_FILEPATH", "DATABRICKS_OIDC_TOKEN_FILE"],
    method: "file-oidc",
  },
  azureWorkspaceResourceId: { keys: ["azure_workspace_resource_id"], variables: ["DATABRICKS_AZURE_RESOURCE_ID"] },
  azureUseMsi: { keys: ["azure_use_msi"], variables: ["ARM_USE_MSI"], method: "azure" },
  azureClientId: { keys: ["azure_client_id"], variables: ["ARM_CLIENT_ID"], method: "azure" },
  azureClientSecret: {
    keys: ["azure_client_secret"],
    variables: ["ARM_CLIENT_SECRET"],
    method: "azure",
    secret: true,
  },
  azureTenantId: { keys: ["azure_tenant_id"], variables: ["ARM_TENANT_ID"], method: "azure" },
  azureEnvironment: { keys: ["azure_environment"], variables: ["ARM_ENVIRONMENT"] },
  googleServiceAccount: {
    keys: ["google_service_account"],
    variables: ["DATABRICKS_GOOGLE_SERVICE_ACCOUNT"],
    method: "google",
  },
  googleCredentials: {
    keys: ["google_credentials"],
    variables: ["GOOGLE_CREDENTIALS"],
    method: "google",
    secret: true,
  },
  httpTimeoutSeconds: { keys: ["http_timeout_seconds"], variables: [], machine: true },
  retryTimeoutSeconds: { keys: ["retry_timeout_seconds"], variables: [], machine: true },
  rateLimit: { keys: ["rate_limit"], variables: ["DATABRICKS_RATE_LIMIT"], machine: true },
};

/** Names of all settings. */
export const settingNames = Object.keys(attributes) as SettingName[];
