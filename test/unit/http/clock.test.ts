import { expect, it } from "vitest";
import { systemClock } from "../../../src/http/clock.ts";

it("rejects a sleep with the signal's reason", async () => {
  const controller = new AbortController();
  const sleeping = systemClock.sleep(60_000, controller.signal);
  controller.abort(new Error("woken"));
  await expect(sleeping).rejects.toThrow("woken");
});
