import { expect, it } from "vitest";
import { lazyApi } from "../../../src/client/lazy-api.ts";
import type { Caller } from "../../../src/http/caller.ts";

const caller: Caller = { call: () => Promise.reject(new Error("no request is made here")) };

class Greeter {
  readonly caller: Caller;
  constructor(given: Caller) {
    this.caller = given;
  }
  greet(name: string): Promise<unknown> {
    return Promise.resolve([name, this.caller === caller]);
  }
}

interface Lazy {
  greet(name: string): Promise<unknown>;
  missing(): Promise<unknown>;
}

function lazy(): { api: Lazy; loads: () => number } {
  let loads = 0;
  const load = async () => {
    loads++;
    return Greeter;
  };
  return { api: lazyApi(load, caller) as Lazy, loads: () => loads };
}

it("loads the class on the first call, once", async () => {
  const { api, loads } = lazy();
  expect(loads()).toBe(0);
  expect(await Promise.all([api.greet("a"), api.greet("b")])).toEqual([
    ["a", true],
    ["b", true],
  ]);
  expect(loads()).toBe(1);
});

it("is no promise, and loads nothing when printed", async () => {
  const { api, loads } = lazy();
  expect(await api).toBe(api);
  expect(JSON.stringify({ api })).toBe('{"api":{}}');
  expect(loads()).toBe(0);
});

it("tells which method does not exist", async () => {
  await expect(lazy().api.missing()).rejects.toThrow("Greeter has no method missing");
});
