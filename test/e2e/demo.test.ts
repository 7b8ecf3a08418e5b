import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const script = fileURLToPath(new URL("../demo/main.ts", import.meta.url));

it("the demo shows a newcomer all of it, on 80 columns", { timeout: 60_000 }, async () => {
  const demo = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "pipe"] });
  const [said, problems] = await Promise.all([text(demo.stdout), text(demo.stderr)]);
  expect(problems).toBe("");
  for (const sight of [
    "samples.tpch.lineitem",
    /\d{5}\s*\|?\s*\d+/,
    "328350",
    "extract: SUCCESS",
    "load: FAILED",
    "ZeroDivisionError",
    "secrets.createScope",
    '{"name":"demo"',
    "install --client",
  ]) {
    expect(said).toMatch(sight);
  }
  expect(said.split("\n").filter((line) => [...line].length > 80)).toEqual([]);
});
