import { describe, expect, it } from "vitest";
import { admin, Tokens, viewer } from "../../src/local/principals.ts";
import { Store } from "../../src/local/store.ts";

const day = 86_400_000;

describe("tokens", () => {
  it("that expired more than a day ago are forgotten at the next start", () => {
    const store = new Store();
    const tokens = new Tokens(store);
    for (const lifetime of [-2 * day, -1_000, day, undefined]) tokens.issue(viewer, "oauth", lifetime);
    expect(new Tokens(store).list()).toHaveLength(3);
  });

  it.each([
    [undefined, true],
    [day, true],
    [-1, false],
  ])("that live %s ms are valid: %s", (lifetime, valid) => {
    const tokens = new Tokens(new Store());
    expect(tokens.isValid(tokens.issue(admin, "pat", lifetime).token)).toBe(valid);
  });
});
