import type { Schema } from "../model/openapi.ts";
import type { ApiModel, OperationModel } from "../model/operations.ts";
import { type SchemaName, schemaKey } from "../model/schema-refs.ts";

/** Which component schemas the input checks of each service need, and in which file each lives. */
export interface ValidatorPlan {
  /** Components that only this service's inputs use, by service. */
  readonly own: ReadonlyMap<string, readonly string[]>;
  /** Components that inputs of other services use as well: leaf files, so that one service never loads another whole. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
}

/** Sorts the components that requests reach into own and shared ones. Answers are never checked. */
export function planValidators(model: ApiModel): ValidatorPlan {
  const usedBy = new Map<string, { name: SchemaName; users: Set<string> }>();
  for (const service of model.services) {
    const inputs = model.operations.filter((each) => each.service === service).flatMap(inputSchemas);
    for (const name of model.schemas.closure(inputs, service)) {
      const entry = usedBy.get(schemaKey(name)) ?? { name, users: new Set<string>() };
      usedBy.set(schemaKey(name), entry);
      entry.users.add(service);
    }
  }
  const used = [...usedBy.values()].sort((a, b) => (schemaKey(a.name) < schemaKey(b.name) ? -1 : 1));
  const isShared = ({ name, users }: (typeof used)[number]): boolean =>
    [...users].some((user) => user !== name.service);
  const group = (entries: typeof used): Map<string, string[]> =>
    new Map(
      [...Map.groupBy(entries, ({ name }) => name.service)].map(([service, group]) => [
        service,
        group.map(({ name }) => name.name),
      ]),
    );
  return { own: group(used.filter((each) => !isShared(each))), shared: group(used.filter(isShared)) };
}

const inputSchemas = (operation: OperationModel): Schema[] => operation.arguments.map(({ schema }) => schema);
