import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { OpenApiDocument, OpenApiOperation } from "../../codegen/model/openapi.ts";
import { lintErrors } from "./openapi-linter.js";

const SPECS = join(import.meta.dirname, "..", "..", "specs");

const DOCUMENTS = readdirSync(SPECS).filter((name) => name.endsWith(".json") && name !== "lock.json");

const text = (name: string): string => readFileSync(join(SPECS, name), "utf8");

const LOCK: {
  readonly sdk: { readonly version: string };
  readonly specSha: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly documents: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, { readonly of: string; readonly reason: string }>>;
} = JSON.parse(text("lock.json"));

const documents: readonly OpenApiDocument[] = DOCUMENTS.map((name) => JSON.parse(text(name)));

const operations: readonly OpenApiOperation[] = documents.flatMap(({ paths }) =>
  Object.values(paths).flatMap((item) => Object.values(item)),
);

describe("specs/", () => {
  it("is OpenAPI 3.1 without errors", async () => {
    for (const name of DOCUMENTS) expect(await lintErrors(join(SPECS, name)), name).toEqual([]);
  }, 60_000);

  it("is what lock.json pins", () => {
    const hashes = DOCUMENTS.map((name) => [name, createHash("sha256").update(text(name)).digest("hex")]);
    expect(LOCK.documents).toEqual(Object.fromEntries(hashes));
    expect(LOCK.specSha).toMatch(/^[0-9a-f]{40}$/);
    expect(new Set(documents.map(({ info }) => info.version))).toEqual(new Set([LOCK.sdk.version]));
  });

  it("has as many operations as lock.json counts", () => {
    const account = operations.filter((each) => each["x-databricks-scope"] === "account").length;
    const aliases = Object.keys(LOCK.aliases).length;
    expect(LOCK.counts).toMatchObject({
      sdkOperations: operations.length + aliases,
      operations: operations.length,
      aliases,
      workspace: operations.length - account,
      account,
    });
  });

  it("knows every operation by one id, and every alias by another's", () => {
    const ids = new Set(operations.map(({ operationId }) => operationId));
    expect(ids.size).toBe(operations.length);
    const aliases = Object.entries(LOCK.aliases);
    expect(aliases.filter(([id, { of }]) => ids.has(id) || !ids.has(of))).toEqual([]);
    expect(aliases.filter(([, { reason }]) => reason === "")).toEqual([]);
  });

  it("polls and waits only for operations that it has", () => {
    const ids = new Set(operations.map(({ operationId }) => operationId));
    const polled = operations.flatMap((each) =>
      [each["x-databricks-wait"], each["x-databricks-long-running"]].flatMap((fact) =>
        fact && "poll" in fact ? [fact.poll] : [],
      ),
    );
    expect(polled.length).toBeGreaterThan(0);
    expect(polled.filter((id) => typeof id !== "string" || !ids.has(id))).toEqual([]);
  });
});
