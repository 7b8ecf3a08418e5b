import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RequestBody } from "../../../src/http/body.ts";
import { Exchange } from "../../../src/http/exchange.ts";
import { OneShot } from "../../../src/http/one-shot.ts";
import type { Send } from "../../../src/http/wire.ts";

const failed = { method: "GET", path: "/x", redact: (text: string) => text };
const request = new Request("http://127.0.0.1/x");

/** Answers never. */
const mute: Send = () => new Promise(() => {});

/** An exchange that may be silent for 100 ms. */
function exchangeOf(send: Send, body?: RequestBody) {
  const exchange = new Exchange(failed, { send, host: "h", inactivityMs: 100, body });
  const sent = exchange.send(request, exchange.content());
  sent.catch(() => {});
  return { exchange, sent };
}

/** Yields as many parts, each after 99 ms. */
async function* slow(parts: number): AsyncGenerator<Uint8Array> {
  for (let part = 0; part < parts; part++) {
    vi.advanceTimersByTime(99);
    yield Buffer.from("x");
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("case 16: a slow body that keeps producing is read to its end", async () => {
  const { exchange, sent } = exchangeOf(async () => ({ status: 200, headers: new Map(), body: slow(10) }));
  expect(`${await exchange.read(await sent)}`).toBe("x".repeat(10));
  expect(exchange.signal.aborted).toBe(false);
  exchange.end();
  expect(vi.getTimerCount()).toBe(0);
});

it("case 16: a slow upload that keeps producing is sent to its end", async () => {
  const parts: Uint8Array[] = [];
  const echo: Send = async (_, content) => {
    if (content instanceof Object && Symbol.asyncIterator in content) parts.push(...(await Array.fromAsync(content)));
    return { status: 200, headers: new Map(), body: null };
  };
  const { exchange, sent } = exchangeOf(echo, { content: new OneShot("contents", slow(10)), type: "" });
  await sent;
  expect(parts).toHaveLength(10);
  expect(exchange.signal.aborted).toBe(false);
});

it("whoever reads may take any time between two parts", async () => {
  const { exchange, sent } = exchangeOf(async () => ({ status: 200, headers: new Map(), body: slow(2) }));
  const parts = exchange.chunks(await sent);
  for (let part = 0; part < 2; part++) {
    await parts.next();
    vi.advanceTimersByTime(10_000);
  }
  expect(await parts.next()).toEqual({ done: true, value: undefined });
  expect(exchange.signal.aborted).toBe(false);
});

it("reading stops where it is told to", async () => {
  const { exchange, sent } = exchangeOf(async () => ({ status: 200, headers: new Map(), body: slow(10) }));
  expect(`${await exchange.read(await sent, 3)}`).toBe("xxx");
});

it("an upload has a second more for every 64 KiB", () => {
  const content = Buffer.alloc(131_072);
  const { exchange } = exchangeOf(mute, { content, type: "", size: content.length });
  vi.advanceTimersByTime(2_099);
  expect(exchange.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(exchange.signal.aborted).toBe(true);
});
