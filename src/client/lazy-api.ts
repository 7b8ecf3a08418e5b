import type { Caller } from "../http/caller.ts";

/** Loads the class of one generated API. */
export type LoadApi = () => Promise<new (caller: Caller) => object>;

/** Names that the language asks any object for; answering them would load the API, or make it look like a promise. */
const notMethods: readonly (string | symbol)[] = ["then", "toJSON"];

/** Stands for an API and loads its class on the first call of a method. */
export function lazyApi(load: LoadApi, caller: Caller): object {
  let loading: Promise<object> | undefined;
  const call = async (method: string, args: readonly unknown[]): Promise<unknown> => {
    loading ??= load().then((Api) => new Api(caller));
    const api = await loading;
    const found: unknown = Reflect.get(api, method);
    if (typeof found !== "function") throw new TypeError(`${api.constructor.name} has no method ${method}`);
    return Reflect.apply(found, api, args);
  };
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name === "symbol" || notMethods.includes(name)) return undefined;
        return (...args: unknown[]) => call(name, args);
      },
    },
  );
}
