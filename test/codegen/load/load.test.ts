import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadSpecs } from "../../../codegen/load/load.ts";
import { tinyDocument } from "../tiny-api.ts";

const LOCK = {
  sdk: { version: "1.2.3" },
  documents: { "things.json": "", "parts.json": "" },
  aliases: { "old.get": { of: "things.get" } },
};
const things = tinyDocument({ operations: { "GET /api/2.0/things": { operationId: "things.get" } } });
const parts = tinyDocument({});

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "specs-"));
  for (const [name, value] of Object.entries({ lock: LOCK, things, parts, stray: parts }))
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(value));
});
afterEach(() => rmSync(directory, { recursive: true }));

function annotate(service: string, text: string): void {
  mkdirSync(join(directory, "annotations"), { recursive: true });
  writeFileSync(join(directory, "annotations", `${service}.yaml`), text);
}

describe("loadSpecs", () => {
  it("reads the documents that the lock names, in name order", () => {
    const specs = loadSpecs(directory);
    expect(specs.sdkVersion).toBe("1.2.3");
    expect([...specs.documents]).toEqual([
      ["parts", parts],
      ["things", things],
    ]);
    expect([...specs.aliases]).toEqual([["old.get", "things.get"]]);
    expect([...specs.annotations]).toEqual([]);
  });

  it("reads the annotations of every service; a file may hold nothing but a comment", () => {
    annotate("things", "things.get:\n  risk: read\n  why: It only looks.\n  keywords: [look]\n");
    annotate("parts", "# Nothing yet.\n");
    writeFileSync(join(directory, "annotations", "README.md"), "What may be said of an operation.");
    const annotation = { risk: "read", why: "It only looks.", keywords: ["look"] };
    expect([...loadSpecs(directory).annotations]).toEqual([["things.get", annotation]]);
  });

  it.each([
    ["a risk that there is not", "things.get:\n  risk: destuctive\n", 'at ["things.get"].risk'],
    ["a key that there is not", "things.get:\n  rsik: read\n", "rsik"],
    ["no annotation", "things.get: read\n", 'at ["things.get"]'],
  ])("refuses %s, and names the file and the place", (_, text, place) => {
    annotate("things", text);
    expect(() => loadSpecs(directory)).toThrow(place);
    expect(() => loadSpecs(directory)).toThrow(join("annotations", "things.yaml"));
  });

  describe("with patches", () => {
    const patch = (name: string, steps: object): void => {
      mkdirSync(join(directory, "patches"), { recursive: true });
      writeFileSync(join(directory, "patches", name), JSON.stringify(steps));
    };
    const titles = () => [...loadSpecs(directory).documents].map(([name, { info }]) => [name, info]);

    it("corrects documents, file by file", () => {
      patch("002-again.json", [
        { op: "test", path: "/things/info/title", value: "Things" },
        { op: "remove", path: "/things/info/version" },
      ]);
      patch("001-first.json", [
        { op: "replace", path: "/things/info/title", value: "Things" },
        { op: "add", path: "/things/info/a~1b", value: 1 },
      ]);
      expect(titles()).toEqual([
        ["parts", parts.info],
        ["things", { title: "Things", "a/b": 1 }],
      ]);
    });

    it.each([
      [
        "a value that is another by now",
        { op: "test", path: "/things/info/title", value: "x" },
        "test /things/info/title does not",
      ],
      [
        "what is not there",
        { op: "replace", path: "/things/info/titel", value: "x" },
        "replace /things/info/titel does not",
      ],
      [
        "a document that is not there",
        { op: "add", path: "/nothing/info/x", value: 1 },
        "add /nothing/info/x does not",
      ],
      ["what JSON Patch has not", { op: "set", path: "/things/info/title", value: "x" }, "op"],
    ])("refuses %s, and names the file", (_, step, place) => {
      patch("001-first.json", [step]);
      expect(() => loadSpecs(directory)).toThrow(place);
      expect(() => loadSpecs(directory)).toThrow(join("patches", "001-first.json"));
    });
  });
});
