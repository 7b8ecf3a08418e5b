import type { AuthType } from "../config/auth-types.ts";
import { hostKindOf } from "../config/cloud.ts";
import type { Settings } from "../config/settings.ts";

/**
 * What a person does when Databricks or a token endpoint refuses these credentials.
 *
 * @param authType as in `Credentials.authType`
 */
export function wayOut(settings: Settings, authType: string): string {
  return ways[authType]?.(settings) ?? "Send a valid Databricks token of this host.";
}

/** Command that signs a person in for these settings. */
export function loginCommand(settings: Settings): string {
  const { profile, host, accountId } = settings;
  if (profile) return `databricks auth login --profile ${profile}`;
  const account = hostKindOf(settings) !== "workspace" && accountId ? ` --account-id ${accountId}` : "";
  return `databricks auth login --host ${host}${account}`;
}

type Way = (settings: Settings) => string;

const federation: Way = () =>
  "Check the federation policy of the service principal (issuer, subject, audience), and DATABRICKS_CLIENT_ID.";
const github: Way = () => "Give the job the permission `id-token: write`, and check the federation policy.";
const entra: Way = () =>
  "Check ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET; a client secret expires in Microsoft Entra ID.";

const ways: Readonly<Record<string, Way>> & Readonly<Record<AuthType, Way>> = {
  pat: (settings) =>
    settings.profile
      ? `Make a new token in the workspace and put it into the profile ${settings.profile}, or run \`${loginCommand(settings)}\`.`
      : `Make a new token in the workspace and set DATABRICKS_TOKEN, or unset it and run \`${loginCommand(settings)}\`.`,
  basic: () => "Check DATABRICKS_USERNAME and DATABRICKS_PASSWORD; most hosts no longer take passwords.",
  "oauth-m2m": () =>
    "Check DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET; a secret of a service principal can expire and be replaced.",
  "databricks-cli": (settings) => `Run \`${loginCommand(settings)}\`.`,
  "metadata-service": () =>
    "Start or sign in to the program that set DATABRICKS_METADATA_SERVICE_URL, such as the IDE.",
  "github-oidc": github,
  "azure-devops-oidc": federation,
  "env-oidc": federation,
  "file-oidc": federation,
  "github-oidc-azure": github,
  "azure-msi": () => "Check that this machine has a managed identity, and ARM_CLIENT_ID when it has several.",
  "azure-client-secret": entra,
  "azure-cli": ({ azureTenantId }) => `Run \`az login${azureTenantId ? ` --tenant ${azureTenantId}` : ""}\`.`,
  "google-credentials": () => "Check GOOGLE_CREDENTIALS: the key of a service account that is in use.",
  "google-id": () =>
    "Run `gcloud auth application-default login`, and check that you may impersonate DATABRICKS_GOOGLE_SERVICE_ACCOUNT.",
};
