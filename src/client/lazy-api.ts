import type { MethodCaller } from "../http/methods.ts";
import { iterable } from "./iterable.ts";

/** Loads the class of one generated API. */
export type LoadApi = () => Promise<new (caller: MethodCaller) => object>;

/** Names that the language asks any object for; answering them would load the API, or make it look like a promise. */
const notMethods: readonly (string | symbol)[] = ["then", "toJSON"];

/** What to do with a member of the API, once it is there: `list`, or `list` and its `all`. */
type Call = (...path: [string, ...string[]]) => (...args: unknown[]) => Promise<unknown>;

/** Stands for an API and loads its class on the first call of a method. */
export function lazyApi(load: LoadApi, caller: MethodCaller): object {
  let loading: Promise<object> | undefined;
  const call: Call =
    (...path) =>
    async (...args) => {
      loading ??= load().then((Api) => new Api(caller));
      return invoke(await loading, path, args);
    };
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name === "symbol" || notMethods.includes(name)) return undefined;
        return lazyMethod(name, call);
      },
    },
  );
}

/** Offers what any kind of method may have; see `src/http/methods.ts`. */
function lazyMethod(name: string, call: Call): object {
  const all = (...args: unknown[]): AsyncIterable<unknown> =>
    iterable(async function* () {
      yield* (await call(name, "all")(...args)) as AsyncIterable<unknown>;
    });
  const [wait, whole, stream] = [call(name, "wait"), call(name, "whole"), call(name, "stream")];
  return Object.assign(call(name), { all, wait, whole, stream });
}

function invoke(api: object, path: readonly string[], args: readonly unknown[]): unknown {
  let owner: object = api;
  let found: unknown = api;
  for (const name of path) {
    owner = Object(found);
    found = Reflect.get(owner, name);
  }
  if (typeof found !== "function") throw new TypeError(`${api.constructor.name} has no method ${path.join(".")}`);
  return Reflect.apply(found, owner, args);
}
