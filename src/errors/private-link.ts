interface PrivateNetwork {
  readonly zone: RegExp;
  readonly service: string;
  readonly guide: string;
}

const networks: readonly PrivateNetwork[] = [
  {
    zone: /\.azuredatabricks\.net$|\.databricks\.azure\.(us|cn)$/,
    service: "Azure Private Link",
    guide: "https://learn.microsoft.com/azure/databricks/security/network/classic/private-link",
  },
  {
    zone: /\.gcp\.databricks\.com$/,
    service: "Private Service Connect",
    guide: "https://docs.databricks.com/gcp/en/security/network/classic/private-service-connect",
  },
  {
    zone: /^/,
    service: "AWS PrivateLink",
    guide: "https://docs.databricks.com/aws/en/security/network/classic/privatelink",
  },
];

/** Code of an answer that is really the login page saying that the private network did not let the request in. */
export const privateLinkCode = "PRIVATE_LINK_VALIDATION_ERROR";

/**
 * Recognises that login page by its URL (`/login.html?error=private-link-validation-error…`), whatever its status.
 *
 * @returns why the workspace cannot be reached, by cloud; undefined for any other URL
 */
export function privateLinkReason(url: URL): string | undefined {
  if (url.pathname !== "/login.html" || !url.search.includes("error=private-link-validation-error")) return undefined;
  const network = networks.find(({ zone }) => zone.test(url.hostname));
  return network && `the workspace accepts requests through ${network.service} only; see ${network.guide}`;
}
