import type { Caller, CallOptions } from "../http/caller.ts";
import type { Operation } from "../http/operation.ts";
import { type JsonObject, objectOf, valueAt, withValueAt } from "./json.ts";
import { wholeObject } from "./sub-pages.ts";

/** Lists that show at most 100 tasks of an item when asked to `expand_tasks`, and the operations that have the rest. */
const getters: Readonly<Record<string, { readonly get: string; readonly id: string }>> = {
  "jobs.list": { get: "jobs.get", id: "job_id" },
  "jobs.listRuns": { get: "jobs.getRun", id: "run_id" },
};

/**
 * The same items; with `expand_tasks`, those that have more than they show get their lists from the whole object, one
 * more request each at least, and `has_more` goes.
 */
export async function* withAllTasks(
  items: AsyncGenerator<unknown, void, undefined>,
  operation: Operation,
  args: object,
  caller: Caller,
  options?: CallOptions,
): AsyncGenerator<unknown, void, undefined> {
  const getter = getters[operation.id];
  if (!getter || !objectOf(args).expand_tasks) return yield* items;
  const { operations } = await import("../../generated/jobs/operations.ts");
  const get = operations[getter.get];
  if (!get) throw new Error(`generated/jobs has no operation ${getter.get}`);
  for await (const item of items) {
    const { has_more: more, ...shown } = objectOf(item);
    yield more ? await complete(shown, get, { [getter.id]: shown[getter.id] }, caller, options) : shown;
  }
}

async function complete(
  item: JsonObject,
  get: Operation,
  args: JsonObject,
  caller: Caller,
  options?: CallOptions,
): Promise<JsonObject> {
  const read = (each: object): Promise<unknown> => caller.call(get, each, options);
  const whole = await wholeObject(get, read, args, await read(args));
  const known = get.subPages?.lists.filter((path) => valueAt(whole, path) !== undefined) ?? [];
  return known.reduce((object, path) => withValueAt(object, path, valueAt(whole, path)), item);
}
