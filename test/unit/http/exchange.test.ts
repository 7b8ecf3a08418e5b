import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Exchange } from "../../../src/http/exchange.ts";
import type { Fetch } from "../../../src/http/redirect.ts";

const failed = { method: "GET", path: "/x", redact: (text: string) => text };
const request = new Request("http://127.0.0.1/x");
/** Answers never, and gives up with the exchange. */
const silent =
  (exchange: () => Exchange): Fetch =>
  () =>
    new Promise((_, reject) => exchange().signal.addEventListener("abort", () => reject(exchange().signal.reason)));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("case 16: a slow body that keeps producing is read to its end", async () => {
  let chunks = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      vi.advanceTimersByTime(99);
      if (chunks++ < 10) controller.enqueue(Buffer.from("x"));
      else controller.close();
    },
  });
  const fetch: Fetch = async () => new Response(body);
  const exchange = new Exchange(failed, { fetch, host: "h", inactivityMs: 100, uploadBytes: 0 });
  expect(`${await exchange.read(await exchange.send(request))}`).toBe("x".repeat(10));
  expect(exchange.signal.aborted).toBe(false);
  exchange.end();
  expect(vi.getTimerCount()).toBe(0);
});

it("an upload has a second more for every 64 KiB", async () => {
  const exchange: Exchange = new Exchange(failed, {
    fetch: silent(() => exchange),
    host: "h",
    inactivityMs: 100,
    uploadBytes: 131_072,
  });
  const sent = expect(exchange.send(request)).rejects.toMatchObject({ code: "INACTIVE" });
  vi.advanceTimersByTime(2_099);
  expect(exchange.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  await sent;
});
