import { describe, expect, it } from "vitest";
import { TokenBucket } from "../../../src/http/token-bucket.ts";

/** Takes so many places at one moment, and says how long each has to wait. */
const take = (bucket: TokenBucket, count: number, now: number): number[] =>
  Array.from({ length: count }, () => bucket.take(now));

describe("a token bucket", () => {
  it("without a ceiling lets everything through", () => {
    expect(take(new TokenBucket(), 1_000, 0).every((wait) => wait === 0)).toBe(true);
  });

  it("with a ceiling lets a second's worth through at once, then spreads", () => {
    const bucket = new TokenBucket(2);
    expect(take(bucket, 4, 0)).toEqual([0, 0, 500, 1_000]);
    expect(take(bucket, 2, 10_000)).toEqual([0, 0]);
  });

  it("takes back places that were not used", () => {
    const bucket = new TokenBucket(1);
    expect(take(bucket, 2, 0)).toEqual([0, 1_000]);
    bucket.giveBack();
    expect(bucket.take(0)).toBe(1_000);
  });

  it("halves the rate that was in use after a refusal", () => {
    const bucket = new TokenBucket();
    take(bucket, 20, 0);
    bucket.refuse(0, 500);
    expect(bucket.rate(500)).toBe(10);
    expect(take(bucket, 3, 500)).toEqual([100, 200, 300]);
  });

  it("takes refusals of requests from before as one", () => {
    const bucket = new TokenBucket();
    take(bucket, 64, 100);
    for (let refusals = 0; refusals < 64; refusals++) bucket.refuse(100, 200);
    expect(bucket.rate(200)).toBe(32);
    bucket.refuse(300, 400);
    expect(bucket.rate(400)).toBeLessThan(17);
  });

  it("never stops", () => {
    const bucket = new TokenBucket();
    for (let now = 0; now < 100; now++) bucket.refuse(now, now);
    expect(bucket.rate(99)).toBe(1);
  });

  it.each([
    ["doubles every 15 s", new TokenBucket(), 15_000, 20],
    ["is free again after 30 s", new TokenBucket(), 30_000, Number.POSITIVE_INFINITY],
    ["recovers up to its ceiling", new TokenBucket(25), 60_000, 25],
  ])("%s without another refusal", (_, bucket, later, rate) => {
    take(bucket, 20, 0);
    bucket.refuse(0, 0);
    expect(bucket.rate(0)).toBe(10);
    expect(bucket.rate(later)).toBe(rate);
  });
});
