import { expect, it } from "vitest";
import { lazyApi } from "../../../src/client/lazy-api.ts";
import { Methods } from "../../../src/client/methods.ts";
import { systemClock } from "../../../src/http/clock.ts";
import type { MethodCaller } from "../../../src/http/methods.ts";

const caller = new Methods({ call: () => Promise.reject(new Error("no request is made here")) }, systemClock);

class Greeter {
  readonly caller: MethodCaller;
  readonly count = Object.assign(() => Promise.resolve(2), {
    async *all(from: number) {
      yield from;
      yield from + 1;
    },
    wait: (name: string) => Promise.resolve([name, this.caller === caller]),
  });

  constructor(given: MethodCaller) {
    this.caller = given;
  }
  greet(name: string): Promise<unknown> {
    return Promise.resolve([name, this.caller === caller]);
  }
}

interface Lazy {
  greet(name: string): Promise<unknown>;
  missing(): Promise<unknown>;
  readonly count: Greeter["count"] & { whole(): Promise<unknown> };
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

it("has what methods have beside the call, and loads for it when it is used", async () => {
  const { api, loads } = lazy();
  const { count } = api;
  const numbers = count.all(5);
  expect(loads()).toBe(0);
  expect(await Array.fromAsync(numbers)).toEqual([5, 6]);
  expect(await count.wait("a")).toEqual(["a", true]);
  expect(await count()).toBe(2);
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
  await expect(lazy().api.count.whole()).rejects.toThrow("Greeter has no method count.whole");
});
