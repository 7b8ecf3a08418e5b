import { expect, it } from "vitest";
import { Slots } from "../../../src/http/slots.ts";

it("lets so many in at once, and the others in the order they came", async () => {
  const slots = new Slots(1);
  const order: string[] = [];
  await slots.take();
  const waiting = ["a", "b"].map((name) => slots.take().then(() => order.push(name)));
  slots.give();
  await waiting[0];
  expect(order).toEqual(["a"]);
  slots.give();
  await waiting[1];
  expect(order).toEqual(["a", "b"]);
});

it("forgets those who leave, with the signal's reason", async () => {
  const slots = new Slots(1);
  await slots.take();
  const controller = new AbortController();
  const leaving = slots.take(controller.signal);
  const staying = slots.take();
  controller.abort(new Error("gone"));
  await expect(leaving).rejects.toThrow("gone");
  await expect(slots.take(controller.signal)).rejects.toThrow("gone");
  slots.give();
  await expect(staying).resolves.toBeUndefined();
});
