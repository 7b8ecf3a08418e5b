import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { type Message, ServerProcess } from "./server-process.ts";

interface Listed {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, boolean>>;
}

async function listAll(args: readonly string[]): Promise<{ pages: Message["result"][]; tools: Listed[] }> {
  await using server = new ServerProcess({ args });
  const pages: Message["result"][] = [];
  let cursor: string | undefined;
  do {
    const { result } = await server.request("tools/list", cursor === undefined ? {} : { cursor });
    pages.push(result);
    cursor = result.nextCursor;
  } while (cursor !== undefined);
  return { pages, tools: pages.flatMap(({ tools }) => tools) };
}

const surfaces: readonly (readonly string[])[] = [
  [],
  ["--read-only"],
  ["--toolsets", "jobs,sql"],
  ["--toolsets", "all"],
];

describe.each(surfaces.map((args) => [args.join(" ") || "the default", args] as const))(
  "the tools of %s",
  (_, args) => {
    it("4: are the same, byte by byte, in another process and in the other era", async () => {
      const { tools } = await listAll(args);
      await using server = new ServerProcess({ args });
      await server.initialize();
      const legacy: Listed[] = [];
      let cursor: string | undefined;
      do {
        const { result } = await server.legacyRequest("tools/list", cursor === undefined ? {} : { cursor });
        legacy.push(...result.tools);
        cursor = result.nextCursor;
      } while (cursor !== undefined);
      expect(JSON.stringify(legacy)).toBe(JSON.stringify(tools));
    });

    it("8: have distinct names that every client takes, words, and all four hints", async () => {
      const { tools } = await listAll(args);
      expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
      for (const { name, title, description, annotations } of tools) {
        expect(name).toMatch(/^[a-z0-9_]{1,40}$/);
        expect(title, name).toMatch(/\S/);
        expect(description, name).toMatch(/\S/);
        expect(Buffer.byteLength(description), name).toBeLessThan(2048);
        expect(Object.keys(annotations).toSorted(), name).toEqual([
          ...["destructiveHint", "idempotentHint", "openWorldHint", "readOnlyHint"],
        ]);
        if (args.includes("--read-only")) expect(annotations.readOnlyHint, name).toBe(true);
      }
    });

    it("10: take a closed object whose schema is valid and complete in itself", async () => {
      const ajv = new Ajv2020({ strict: false });
      for (const { name, inputSchema } of (await listAll(args)).tools) {
        expect(ajv.validateSchema(inputSchema), name).toBe(true);
        expect(inputSchema, name).toMatchObject({ type: "object", additionalProperties: false });
        expect(Object.keys(inputSchema), name).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^(any|one|all)Of$/)]),
        );
        expect(JSON.stringify(inputSchema), name).not.toMatch(/"\$ref":"(?!#)/);
      }
    });
  },
);

describe("the size of the tool list", () => {
  it("7: the default fits one page, 40 tools and 24 KB", async () => {
    const { pages, tools } = await listAll([]);
    expect(pages).toHaveLength(1);
    expect(tools.length).toBeLessThanOrEqual(40);
    expect(Buffer.byteLength(JSON.stringify(pages[0]))).toBeLessThanOrEqual(24 * 1024);
  });

  it("7: all operations come in pages whose cursors are opaque and advance", async () => {
    const { pages, tools } = await listAll(["--toolsets", "all"]);
    expect(pages.length).toBeGreaterThan(3);
    expect(tools.length).toBeGreaterThan(1200);
    const cursors = pages.flatMap(({ nextCursor }) => nextCursor ?? []);
    expect(new Set(cursors).size).toBe(pages.length - 1);
    for (const page of pages) expect(page).toMatchObject({ ttlMs: 300_000, cacheScope: "public" });
  });

  it.each(["", "0", "nonsense", "MjAwLzE", 7])("7: the cursor %j is refused", async (cursor) => {
    await using server = new ServerProcess({ args: ["--toolsets", "all"] });
    expect((await server.request("tools/list", { cursor })).error?.code).toBe(-32602);
  });

  it("8: read-only mode refuses what it does not list", async () => {
    await using server = new ServerProcess({ args: ["--read-only"] });
    const result = await server.call("operation_write", { operation: "jobs.create", arguments: {} });
    expect(result.isError).toBe(true);
    expect(result.content[0].text).toContain("--read-only");
  });

  it("8: a toolset lists its own operations, and search and description", async () => {
    const { tools } = await listAll(["--toolsets", "jobs"]);
    const names = tools.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["operation_search", "operation_describe", "jobs_list", "jobs_run_now"]),
    );
    expect(names).not.toContain("clusters_list");
  });
});
