import type { GoType, Model } from "./go-models.ts";
import type { FindModel } from "./operation-facts.ts";
import { namedTypes } from "./schemas.ts";
import type { NamedOperation } from "./twins.ts";

/** Models that some operation sends or answers, its own service's or another's; the rest never travel as JSON. */
export function reachableModels(operations: readonly NamedOperation[], find: FindModel): Set<Model> {
  const reached = new Set<Model>();
  const queue = operations.flatMap(travellingTypes);
  for (let type = queue.pop(); type; type = queue.pop()) {
    for (const named of namedTypes(type)) {
      const model = find({ kind: "named", ...named });
      if (!model || reached.has(model)) continue;
      reached.add(model);
      if (model.kind === "struct") queue.push(...model.fields.filter(({ json }) => json).map((field) => field.type));
      if (model.kind === "alias") queue.push(model.type);
    }
  }
  return reached;
}

function travellingTypes({ service, request, facts }: NamedOperation): GoType[] {
  const { body, answer, parameters } = facts;
  const long = service.longRunning.find(({ api, method }) => api === request.api && method === request.method);
  const named = [long?.result, long?.metadata].filter((name) => name !== undefined);
  return [
    ...parameters.map(({ type }) => type),
    ...(body && body.kind !== "bytes" ? [body.type] : []),
    ...(answer.type ? [answer.type] : []),
    ...named.map((name): GoType => ({ kind: "named", service: service.name, name })),
  ];
}
