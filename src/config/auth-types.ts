/**
 * Ways to authenticate, in the order in which they are tried, which is that of Databricks' Go SDK and CLI
 * (`config/auth_default.go` of databricks-sdk-go 0.175).
 */
export const authTypes = [
  "pat",
  "basic",
  "oauth-m2m",
  "databricks-cli",
  "metadata-service",
  "github-oidc",
  "azure-devops-oidc",
  "env-oidc",
  "file-oidc",
  "github-oidc-azure",
  "azure-msi",
  "azure-client-secret",
  "azure-cli",
  "google-credentials",
  "google-id",
] as const;

/** Name of a way to authenticate, as in `DATABRICKS_AUTH_TYPE`. */
export type AuthType = (typeof authTypes)[number];
