import type { GoType, Model } from "./go-models.ts";
import { type Place, UnknownShapeError } from "./go-syntax.ts";
import type { FindModel } from "./operation-facts.ts";
import { namedTypes } from "./schemas.ts";
import type { NamedOperation } from "./twins.ts";

/** A type, and the field or method that mentions it. */
interface Mention {
  readonly type: GoType;
  readonly at: Place;
}

/**
 * Models that some operation sends or answers, its own service's or another's; the rest never travel as JSON.
 * A name without a model stops the import.
 */
export function reachableModels(operations: readonly NamedOperation[], find: FindModel): Set<Model> {
  const reached = new Set<Model>();
  const queue = operations.flatMap(travellingTypes);
  for (let mention = queue.pop(); mention; mention = queue.pop()) {
    for (const named of namedTypes(mention.type)) {
      const model = find({ kind: "named", ...named });
      if (!model) throw new UnknownShapeError(mention.at, "a type that a model file declares", named.name);
      if (reached.has(model)) continue;
      reached.add(model);
      queue.push(...mentions(model, mention.at));
    }
  }
  return reached;
}

function mentions(model: Model, from: Mention["at"]): Mention[] {
  if (model.kind === "struct") return model.fields.filter(({ json }) => json);
  return model.kind === "alias" ? [{ type: model.type, at: from }] : [];
}

function travellingTypes({ service, request, facts }: NamedOperation): Mention[] {
  const { body, answer, parameters } = facts;
  const long = service.longRunning.find(({ api, method }) => api === request.api && method === request.method);
  const named = [long?.result, long?.metadata].filter((name) => name !== undefined);
  const types: GoType[] = [
    ...parameters.map(({ type }) => type),
    ...(body && body.kind !== "bytes" ? [body.type] : []),
    ...(answer.type ? [answer.type] : []),
    ...named.map((name): GoType => ({ kind: "named", service: service.name, name })),
  ];
  return types.map((type) => ({ type, at: request.at }));
}
