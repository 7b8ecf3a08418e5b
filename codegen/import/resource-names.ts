import type { RequestFacts } from "./go-requests.ts";
import { UnknownShapeError } from "./go-syntax.ts";

/** A parameter whose value is a resource name with slashes, and the form it must have. */
export interface ResourceName {
  /** Argument as users know it: `name`, `parent`. */
  readonly argument: string;
  /** `projects/{project_id}/branches/{branch_id}`; a leading `{...}/` stands for any further segments. */
  readonly pattern: string;
}

/**
 * Patterns that the documentation of the parameter does not give.
 * Endpoints of networking: from `EndpointsInterface.CreateEndpoint`, whose parent is `accounts/{account_id}`, and the
 * collection in its URL. Operations: `Operation.Name` ends with `operations/{unique_id}`, whatever comes before.
 * Environments: the default is one literal resource; the update takes the name that get and delete document.
 */
const INFERRED: Readonly<Record<string, string>> = {
  "Endpoints.DeleteEndpoint": "accounts/{account_id}/endpoints/{endpoint_id}",
  "Endpoints.GetEndpoint": "accounts/{account_id}/endpoints/{endpoint_id}",
  "Environments.GetDefaultWorkspaceBaseEnvironment": "default-workspace-base-environment",
  "Environments.UpdateDefaultWorkspaceBaseEnvironment": "default-workspace-base-environment",
  "Environments.GetOperation": "{...}/operations/{unique_id}",
  "Environments.UpdateWorkspaceBaseEnvironment": "workspace-base-environments/{workspace_base_environment}",
  "Postgres.GetOperation": "{...}/operations/{unique_id}",
};

const DOCUMENTED = /(?:[a-z][a-z0-9_-]*\/)+\{[^{}\s]+\}(?:[./][^\s`"',;)]*)*/;

/** The pattern of a `name` or `parent` parameter, when its value carries slashes. */
export function resourcePattern(request: RequestFacts, goField: string, comment: string): string | undefined {
  if (goField !== "Name" && goField !== "Parent") return undefined;
  const documented = DOCUMENTED.exec(comment.replaceAll("\n", " "))?.[0].replace(/\.$/, "");
  return documented ?? INFERRED[`${request.api}.${request.method}`];
}

/** URL text before the first resource name: `/api/2.0/postgres/`. */
export const resourceRoot = (path: string): string => path.slice(0, path.indexOf("%v"));

/**
 * A service that spells one resource name after its root spells all of them there, so a parameter without a known
 * pattern would be sent as one escaped segment and miss.
 */
export function refuseUnknownPatterns(
  requests: readonly RequestFacts[],
  patternOf: (request: RequestFacts) => string | undefined,
): void {
  const roots = new Set(requests.filter((each) => patternOf(each)).map(({ path }) => resourceRoot(path)));
  for (const request of requests) {
    const startsWithName = request.pathArguments[0]?.kind === "field" && roots.has(resourceRoot(request.path));
    if (startsWithName && !patternOf(request)) {
      throw new UnknownShapeError(
        request.at,
        `a documented pattern of the resource name in ${request.path}`,
        `${request.api}.${request.method}`,
      );
    }
  }
}

/** The concrete URL template of a resource name: `projects/{project_id}` as path segments with one parameter each. */
export function expandPattern(pattern: string): { readonly path: string; readonly parameters: readonly string[] } {
  const parameters: string[] = [];
  const segments = pattern
    .replace("{...}/", "")
    .split("/")
    .map((segment) => {
      const names = [...segment.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);
      if (names.length === 0) return segment;
      const parameter = names.length === 1 ? names[0] : `${names.at(-1)}_full_name`;
      parameters.push(parameter ?? "");
      return `{${parameter}}`;
    });
  return { path: segments.join("/"), parameters };
}
