import type { Settings } from "./settings.ts";

/** The cloud under a workspace. */
export type Cloud = "aws" | "azure" | "gcp";

/** What a host serves: one workspace, an account's console, or many workspaces and their account. */
export type HostKind = "workspace" | "account" | "unified";

/** A part of Azure with endpoints of its own. */
export type AzureEnvironment = "PUBLIC" | "USGOVERNMENT" | "CHINA";

/** DNS zones, from `common/environment/environments.go` of databricks-sdk-go 0.175. Any other host counts as AWS. */
const azureZones: readonly [zone: string, environment: AzureEnvironment][] = [
  [".azuredatabricks.net", "PUBLIC"],
  [".databricks.azure.us", "USGOVERNMENT"],
  [".databricks.azure.cn", "CHINA"],
];
const gcpZone = ".gcp.databricks.com";

/** The cloud: Azure with a resource id, else as set or discovered, else by the host's DNS zone. */
export function cloudOf({ azureWorkspaceResourceId, cloud, host }: Settings): Cloud {
  if (azureWorkspaceResourceId) return "azure";
  if (cloud) return cloud;
  if (azureZones.some(([zone]) => hostname(host).endsWith(zone))) return "azure";
  return hostname(host).endsWith(gcpZone) ? "gcp" : "aws";
}

/** What the host serves: as discovered, else an account when its name starts with `accounts.` or `accounts-dod.`. */
export function hostKindOf({ hostKind, host }: Settings): HostKind {
  return hostKind ?? (/^https:\/\/accounts(-dod)?\./.test(host) ? "account" : "workspace");
}

/** Endpoints of Azure that tokens come from and are made for. */
export interface AzureEndpoints {
  /** Microsoft Entra ID, with a trailing slash. */
  readonly login: string;
  /** The resource that a service management token is for. */
  readonly serviceManagement: string;
  /** Azure Resource Manager, with a trailing slash. */
  readonly resourceManager: string;
}

/** https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure, and /azure/china/resources-developer-guide */
const endpoints: Readonly<Record<AzureEnvironment, AzureEndpoints>> = {
  PUBLIC: {
    login: "https://login.microsoftonline.com/",
    serviceManagement: "https://management.core.windows.net/",
    resourceManager: "https://management.azure.com/",
  },
  USGOVERNMENT: {
    login: "https://login.microsoftonline.us/",
    serviceManagement: "https://management.core.usgovcloudapi.net/",
    resourceManager: "https://management.usgovcloudapi.net/",
  },
  CHINA: {
    login: "https://login.chinacloudapi.cn/",
    serviceManagement: "https://management.core.chinacloudapi.cn/",
    resourceManager: "https://management.chinacloudapi.cn/",
  },
};

/** Endpoints of the part of Azure that is set, else the one that the host is in. */
export function azureEndpoints({ azureEnvironment, host }: Settings): AzureEndpoints {
  const zone = azureZones.find(([suffix]) => hostname(host).endsWith(suffix));
  return endpoints[azureEnvironment ?? zone?.[1] ?? "PUBLIC"];
}

function hostname(host: string): string {
  return URL.canParse(host) ? new URL(host).hostname : "";
}
