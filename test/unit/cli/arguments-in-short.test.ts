import { expect, it } from "vitest";
import { argumentsInShort } from "../../../src/cli/arguments-in-short.ts";

it("shows arguments as they are, but of bytes only how many", () => {
  const args = { file_path: "/Volumes/a", contents: Buffer.from("secret"), overwrite: true };
  expect(argumentsInShort(args)).toBe('{"file_path":"/Volumes/a","contents":"6 bytes","overwrite":true}');
});

it("shows where a long text begins", () => {
  const text = argumentsInShort({ content: "x".repeat(5_000_000) });
  expect(text).toMatch(/^\{"content":"x{900,}… \(5000014 characters\)$/);
  expect(text.length).toBeLessThan(1_050);
});
