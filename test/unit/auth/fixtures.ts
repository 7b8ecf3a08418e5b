import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { run } from "../../../src/auth/run.ts";
import type { World } from "../../../src/auth/world.ts";
import { FakeClock } from "../../faults/fake-clock.ts";

/** A world without variables, programs and waiting. */
export function world(parts: Partial<World> = {}): World & { readonly clock: FakeClock } {
  return { fetch: globalThis.fetch, env: {}, run, platform: "linux", ...parts, clock: new FakeClock() };
}

/** A folder until the test ends. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "auth-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** A file in a folder of its own. */
export function file(name: string, text: string): string {
  const path = join(folder(), name);
  writeFileSync(path, text);
  return path;
}

/** A real program in a folder of its own. */
export interface Program {
  /** Environment in which the program, and nothing else, is in PATH. */
  readonly env: Readonly<Record<string, string>>;
  readonly path: string;
  /** The arguments of each run, joined by a space. */
  runs(): string[];
}

/**
 * Makes a program of a script.
 *
 * @param script sees `args`, its arguments joined by a space, and `times`, how often it ran before
 */
export function program(name: string, script: string): Program {
  const dir = folder();
  const log = JSON.stringify(join(dir, "log"));
  const lines = [
    `#!${process.execPath}`,
    'const fs = require("node:fs");',
    'const args = process.argv.slice(2).join(" ");',
    `const times = fs.existsSync(${log}) ? fs.readFileSync(${log}, "utf8").split("\\n").length - 1 : 0;`,
    `fs.appendFileSync(${log}, args + "\\n");`,
    "const say = (value) => console.log(JSON.stringify(value));",
    "const fail = (text) => { console.error(text); process.exit(1); };",
    script,
  ];
  const path = join(dir, name);
  writeFileSync(path, lines.join("\n"));
  chmodSync(path, 0o755);
  const runs = () => readFileSync(join(dir, "log"), "utf8").trimEnd().split("\n");
  return { env: { PATH: dir }, path, runs };
}

/** A JWT with these claims, signed by nobody. */
export function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.c2ln`;
}

/** 1 June 2026, when the fake clock starts, in seconds since 1970. */
export const start = Date.UTC(2026, 5, 1) / 1_000;
