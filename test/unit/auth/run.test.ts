import { expect, it } from "vitest";
import { run } from "../../../src/auth/run.ts";
import { program } from "./fixtures.ts";

it("runs a program with its arguments as they are, without a shell", async () => {
  const echo = program("echo", "say(process.argv.slice(2))");
  const ended = await run(echo.path, ["a b", "$HOME", "`x`; y"], {}, 5_000);
  expect(ended).toEqual({ ok: true, stdout: '["a b","$HOME","`x`; y"]\n', stderr: "", missing: false });
});

it("gives it nothing to read", async () => {
  const reader = program("reader", 'process.stdin.on("data", () => {}).on("end", () => say("end"))');
  expect((await run(reader.path, [], {}, 5_000)).stdout).toBe('"end"\n');
});

it.each([
  ["says why it failed", 'fail("no")', 5_000, { ok: false, stderr: "no", missing: false }],
  [
    "stops what takes too long",
    "setInterval(() => {}, 1000)",
    300,
    { ok: false, stderr: /^it did not end within 0\.3 s$/ },
  ],
  [
    "stops what writes too much",
    'process.stdout.write("x".repeat(2e6)); setInterval(() => {}, 1000)',
    5_000,
    { ok: false, stderr: /^it wrote more than 1048576 bytes$/ },
  ],
])("%s", async (_, script, limit, expected) => {
  const ended = await run(program("p", script).path, [], {}, limit);
  expect(ended.ok).toBe(expected.ok);
  expect(ended.stderr).toMatch(expected.stderr);
});

it("says that there is no such program", async () => {
  expect(await run("no-such-program", [], { PATH: "/nonexistent" }, 5_000)).toMatchObject({ ok: false, missing: true });
});
