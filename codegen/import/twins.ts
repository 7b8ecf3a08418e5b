import type { RequestFacts } from "./go-requests.ts";
import type { ServiceFacts } from "./go-service.ts";
import { UnknownShapeError } from "./go-syntax.ts";
import type { OperationFacts } from "./operation-facts.ts";

/** An operation of the SDK with the place it has on the wire and the name that users call it by. */
export interface NamedOperation {
  readonly id: string;
  readonly api: string;
  readonly service: ServiceFacts;
  readonly request: RequestFacts;
  readonly facts: OperationFacts;
}

/** An SDK operation that is the same request as another one, and why that other one was chosen. */
export interface Alias {
  readonly id: string;
  readonly of: string;
  readonly reason: string;
}

/** Verb and path with unnamed parameters: two operations with one key are one request to the server. */
export const wireKey = ({ request, facts }: NamedOperation): string => `${request.verb} ${shape(facts.path)}`;

/** Why an operation gives way to another with the same key; undefined when it does not. */
function reasonToYield({ request, service }: NamedOperation): string | undefined {
  if (service.name === "bundle") return "service/bundle has no client in the SDK; bundledeployments supersedes it";
  if (request.at.file.includes("/ext_")) return "earlier, hand-written form of a generated operation";
  if (request.api === "Workspace" && request.method.includes("Permission"))
    return "twin of the permissions API, which takes any object type";
  return undefined;
}

/** Keeps one operation per wire key, and says which one every other is an alias of. */
export function resolveTwins(operations: readonly NamedOperation[]): { kept: NamedOperation[]; aliases: Alias[] } {
  const kept: NamedOperation[] = [];
  const aliases: Alias[] = dataPlaneAliases(operations);
  const groups = Map.groupBy(
    operations.filter(({ request }) => !request.dataPlane),
    wireKey,
  );
  for (const group of groups.values()) {
    const chosen = group.length === 1 ? group : group.filter((each) => !reasonToYield(each));
    const [first, second] = chosen;
    if (!first || second)
      throw new UnknownShapeError(
        (second ?? (group[0] as NamedOperation)).request.at,
        `one operation for ${wireKey(group[0] as NamedOperation)}`,
        group.map(({ id }) => id).join(", "),
      );
    kept.push(first);
    aliases.push(
      ...group
        .filter((each) => each !== first)
        .map((each) => ({ id: each.id, of: first.id, reason: reasonToYield(each) ?? "" })),
    );
  }
  return { kept, aliases: aliases.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/**
 * The data plane answers the same request at a URL, and for a token, that the control plane hands out, so OpenAPI has no
 * path for it.
 */
function dataPlaneAliases(operations: readonly NamedOperation[]): Alias[] {
  return operations
    .filter(({ request }) => request.dataPlane)
    .map(({ id, request }) => {
      const twin = operations.find(
        (each) =>
          !each.request.dataPlane &&
          `${each.request.api}DataPlane` === request.api &&
          each.request.method === request.method,
      );
      if (!twin) throw new UnknownShapeError(request.at, "a control plane operation with the same method", id);
      return {
        id,
        of: twin.id,
        reason: "same request, sent to the data plane at a URL and with a token that the control plane hands out",
      };
    });
}

/**
 * One URL template may be spelled with other placeholder names in one comment (`{workspace}` for `{workspace_id}`), and
 * OpenAPI takes two spellings for an error: every one follows the spelling used most.
 */
export function alignTemplates(operations: readonly NamedOperation[]): NamedOperation[] {
  const spellings = Map.groupBy(operations, ({ facts }) => shape(facts.path));
  return operations.map((operation) => {
    const rivals = spellings.get(shape(operation.facts.path)) ?? [];
    const path = mostCommon(rivals.map(({ facts }) => facts.path));
    return operation.facts.resourceName && path !== operation.facts.path ? respelled(operation, path) : operation;
  });
}

const shape = (path: string): string => path.replace(/\{[^{}]+\}/g, "{}");

function mostCommon(paths: readonly string[]): string {
  const counts = [...Map.groupBy(paths, (path) => path)].map(([path, group]) => ({ path, count: group.length }));
  counts.sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1));
  return counts[0]?.path ?? "";
}

function respelled(operation: NamedOperation, path: string): NamedOperation {
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);
  const parameters = operation.facts.parameters.map((parameter) =>
    parameter.in === "path" ? { ...parameter, name: names.shift() ?? parameter.name } : parameter,
  );
  return { ...operation, facts: { ...operation.facts, path, parameters } };
}
