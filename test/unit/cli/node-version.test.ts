import { expect, it } from "vitest";
import { isEnough } from "../../../src/cli/node-version.ts";

it.each([
  ["18.20.4", false],
  ["20.20.2", false],
  ["22.9.0", false],
  ["22.18.9", false],
  ["22.19.0", true],
  ["22.21.1", true],
  ["24.0.0", true],
  ["26.0.0-nightly", true],
])("Node %s is enough: %s", (version, enough) => {
  expect(isEnough(version)).toBe(enough);
});
