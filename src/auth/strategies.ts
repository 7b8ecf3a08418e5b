import { attributes } from "../config/attributes.ts";
import type { AuthType } from "../config/auth-types.ts";
import type { Cloud } from "../config/cloud.ts";
import type { SettingName, Settings } from "../config/settings.ts";
import type { Credentials } from "./credentials.ts";
import type { World } from "./world.ts";

/** Makes credentials from settings that hold what the strategy needs. */
export type Configure = (settings: Settings, world: World) => Promise<Credentials>;

/** One way to authenticate. */
export interface Strategy {
  /** Settings without which it does not apply. */
  readonly needs: readonly SettingName[];
  /** Variables without which it does not apply. */
  readonly variables?: (settings: Settings) => readonly string[];
  readonly cloud?: Cloud;
  /**
   * True when it applies by what is found on the machine: its failure then does not keep the next from being tried. The
   * failure of one that was asked for is told at once, unlike in the Go SDK, which would hide it.
   */
  readonly ambient?: true;
  /** Loads its code, which nothing else loads. */
  readonly load: () => Promise<{ configure: Configure }>;
}

const actions: readonly SettingName[] = ["actionsIdTokenRequestUrl", "actionsIdTokenRequestToken"];
const azureDevOps = [
  "SYSTEM_ACCESSTOKEN",
  "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI",
  "SYSTEM_TEAMPROJECTID",
  "SYSTEM_PLANID",
  "SYSTEM_JOBID",
  "SYSTEM_HOSTTYPE",
];

/** Every way to authenticate. */
export const strategies: Readonly<Record<AuthType, Strategy>> = {
  pat: { needs: ["token"], load: () => import("./pat.ts") },
  basic: { needs: ["username", "password"], load: () => import("./basic.ts") },
  "oauth-m2m": { needs: ["clientId", "clientSecret"], load: () => import("./oauth-m2m.ts") },
  "databricks-cli": { needs: [], ambient: true, load: () => import("./databricks-cli.ts") },
  "metadata-service": { needs: ["metadataServiceUrl"], load: () => import("./metadata-service.ts") },
  "github-oidc": { needs: actions, ambient: true, load: () => import("./github-oidc.ts") },
  "azure-devops-oidc": {
    needs: [],
    variables: () => azureDevOps,
    ambient: true,
    load: () => import("./azure-devops-oidc.ts"),
  },
  "env-oidc": {
    needs: [],
    variables: ({ oidcTokenEnv }) => [oidcTokenEnv ?? "DATABRICKS_OIDC_TOKEN"],
    load: () => import("./env-oidc.ts"),
  },
  "file-oidc": { needs: ["oidcTokenFilepath"], load: () => import("./file-oidc.ts") },
  "github-oidc-azure": {
    needs: ["azureClientId", "azureTenantId", ...actions],
    cloud: "azure",
    ambient: true,
    load: () => import("./github-oidc-azure.ts"),
  },
  "azure-msi": { needs: ["azureUseMsi"], cloud: "azure", load: () => import("./azure-msi.ts") },
  "azure-client-secret": {
    needs: ["azureClientId", "azureClientSecret"],
    cloud: "azure",
    load: () => import("./azure-client-secret.ts"),
  },
  "azure-cli": { needs: [], cloud: "azure", ambient: true, load: () => import("./azure-cli.ts") },
  "google-credentials": { needs: ["googleCredentials"], cloud: "gcp", load: () => import("./google-credentials.ts") },
  "google-id": { needs: ["googleServiceAccount"], cloud: "gcp", load: () => import("./google-id.ts") },
};

/** What a strategy lacks, by the variables that would give it. */
export function lacking({ needs, variables }: Strategy, settings: Settings, { env }: World): string[] {
  return [
    ...needs.filter((name) => !settings[name]).map((name) => attributes[name].variables[0] ?? name),
    ...(variables?.(settings) ?? []).filter((name) => !env[name]),
  ];
}
