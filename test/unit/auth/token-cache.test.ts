import { describe, expect, it } from "vitest";
import type { Token } from "../../../src/auth/token.ts";
import { TokenCache } from "../../../src/auth/token-cache.ts";
import { FakeClock } from "../../faults/fake-clock.ts";

const minute = 60_000;

/** A source whose answers the test gives, one per load, in any order. */
function heldSource(clock: FakeClock) {
  const loads: { readonly again: boolean; answer(value: string, lasts?: number): void; fail(): void }[] = [];
  const cache = new TokenCache((again) => {
    const { promise, resolve, reject } = Promise.withResolvers<Token>();
    const answer = (value: string, lasts = 60 * minute) => resolve({ value, expiresAt: clock.now() + lasts });
    loads.push({ again, answer, fail: () => reject(new Error("no token")) });
    return promise;
  }, clock);
  /** The load that begins with this call, answered. */
  const load = async (value: string, lasts?: number) => {
    const token = cache.get();
    loads.at(-1)?.answer(value, lasts);
    return token;
  };
  return { cache, loads, load };
}

/** Lets what is settled be noticed. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a token", () => {
  it.each([
    [0, "old", 1],
    [39 * minute, "old", 1],
    [40 * minute, "old", 2],
    [60 * minute - 40_001, "old", 2],
  ])("of an hour is given out after %i ms, stale ones with one load behind", async (age, value, loads) => {
    const clock = new FakeClock();
    const source = heldSource(clock);
    await source.load("old");
    await clock.sleep(age);
    expect(await Promise.all(Array.from({ length: 64 }, () => source.cache.get()))).toEqual(Array(64).fill(value));
    expect(source.loads).toHaveLength(loads);
  });

  it("that expired is replaced once for 64 calls, 40 s before its end", async () => {
    const clock = new FakeClock();
    const source = heldSource(clock);
    await source.load("old");
    await clock.sleep(60 * minute - 40_000);
    const calls = Array.from({ length: 64 }, () => source.cache.get());
    source.loads[1]?.answer("new");
    expect(await Promise.all(calls)).toEqual(Array(64).fill("new"));
    expect(source.loads.map(({ again }) => again)).toEqual([false, true]);
  });

  it("of a minute is still used", async () => {
    const clock = new FakeClock();
    const source = heldSource(clock);
    await source.load("short", minute);
    await clock.sleep(44_000);
    expect(await source.cache.get()).toBe("short");
  });

  it("without expiry is kept", async () => {
    const clock = new FakeClock();
    let loads = 0;
    const cache = new TokenCache(async () => ({ value: `${++loads}` }), clock);
    await cache.get();
    await clock.sleep(1e12);
    expect(await cache.get()).toBe("1");
  });

  it("and the one before it are secret", async () => {
    const source = heldSource(new FakeClock());
    for (const value of ["a", "b", "c"]) await source.load(value, 0);
    expect(source.cache.secrets()).toEqual(["c", "b"]);
  });
});

describe("case 52: a stale token", () => {
  async function stale() {
    const clock = new FakeClock();
    const source = heldSource(clock);
    await source.load("old");
    await clock.sleep(50 * minute);
    return { clock, ...source };
  }

  it("is replaced when the background refresh ends", async () => {
    const { cache, loads } = await stale();
    expect(await cache.get()).toBe("old");
    loads[1]?.answer("new");
    await settled();
    expect(await cache.get()).toBe("new");
    expect(loads).toHaveLength(2);
  });

  it("is not refreshed again for a minute after that failed", async () => {
    const { cache, clock, loads } = await stale();
    await cache.get();
    loads[1]?.fail();
    await settled();
    await clock.sleep(minute - 1);
    expect(await cache.get()).toBe("old");
    expect(loads).toHaveLength(2);
    await clock.sleep(1);
    expect(await cache.get()).toBe("old");
    expect(loads).toHaveLength(3);
  });

  it("case 53: a background token that comes after a newer one is dropped", async () => {
    const { cache, clock, loads } = await stale();
    await cache.get();
    await clock.sleep(10 * minute);
    const newer = cache.get();
    loads[2]?.answer("newer");
    expect(await newer).toBe("newer");
    loads[1]?.answer("late");
    await settled();
    expect(await cache.get()).toBe("newer");
  });
});

describe("a renewal", () => {
  it("is shared by all calls that were refused together", async () => {
    const source = heldSource(new FakeClock());
    await source.load("old");
    const renewals = Array.from({ length: 64 }, () => source.cache.renew());
    const waiting = source.cache.get();
    source.loads[1]?.answer("new");
    await Promise.all(renewals);
    expect(await waiting).toBe("new");
    await source.cache.renew();
    expect(source.loads).toHaveLength(2);
  });

  it("is made again for a later refusal", async () => {
    const clock = new FakeClock();
    const source = heldSource(clock);
    for (const value of ["one", "two"]) {
      const renewal = source.cache.renew();
      source.loads.at(-1)?.answer(value);
      await renewal;
      await clock.sleep(5_000);
    }
    expect(await source.cache.get()).toBe("two");
  });

  it("that fails leaves no token", async () => {
    const source = heldSource(new FakeClock());
    await source.load("old");
    const renewal = source.cache.renew();
    source.loads[1]?.fail();
    await expect(renewal).rejects.toThrow("no token");
    expect(await source.load("new")).toBe("new");
  });
});

it("one who leaves does not end the load for others", async () => {
  const source = heldSource(new FakeClock());
  const controller = new AbortController();
  const leaving = source.cache.get(controller.signal);
  const staying = source.cache.get();
  controller.abort(new Error("gone"));
  await expect(leaving).rejects.toThrow("gone");
  await expect(source.cache.get(AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
  source.loads[0]?.answer("token");
  expect(await staying).toBe("token");
  expect(source.loads).toHaveLength(1);
});

it("a failed load is told to all who wait, and tried again by the next", async () => {
  const source = heldSource(new FakeClock());
  const calls = [source.cache.get(), source.cache.get()];
  source.loads[0]?.fail();
  for (const call of calls) await expect(call).rejects.toThrow("no token");
  expect(await source.load("token")).toBe("token");
});
