import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSpecs } from "../../codegen/load/load.ts";
import { catalog, services } from "../../generated/index.ts";
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import type { Operation } from "../../src/http/operation.ts";
import type { ServiceSchemas } from "../../src/http/service.ts";
import { type Mock, startPrism } from "../../src/local/mock.ts";
import { type Extent, sampleArguments } from "./sample.ts";

const { operations: entries } = await catalog();
const specs = Object.fromEntries(loadSpecs(join(import.meta.dirname, "..", "..", "specs")).documents);
const names = Object.keys(specs);
const schemas = new Map<string, ServiceSchemas>(
  await Promise.all(names.map(async (name) => [name, (await services[name]?.schemas()) as ServiceSchemas] as const)),
);
const schemasOf = (service: string): ServiceSchemas => schemas.get(service) as ServiceSchemas;

/** Prism has checked the request when it finds that it cannot make up so deep an answer. */
const couldNotAnswer = (error: unknown): boolean => String(error).includes("too complex to generate");

describe.each(names)("%s: every operation sends what its document says", (service) => {
  let mock: Mock;
  let client: DatabricksClient;

  beforeAll(async () => {
    mock = await startPrism([service], { specs });
    client = new DatabricksClient({ host: mock.url, token: "dapi-contract", accountId: "sample-account" });
  });
  afterAll(() => mock.close());

  const own = entries.filter((entry) => entry.service === service);
  const cases = own.flatMap(({ id }) => (["required", "all"] as const).map((extent): [string, Extent] => [id, extent]));

  it.each(cases)("%s with %s arguments", async (id, extent) => {
    const operation = (await services[service]?.operations())?.[id] as Operation;
    const args = sampleArguments(operation, service, schemasOf, extent);
    const validator = (await services[service]?.validators())?.[id];
    expect(validator?.safeParse(args).error).toBeUndefined();
    await callMethod(client, id, args).catch((error: unknown) => {
      if (!couldNotAnswer(error)) throw error;
    });
  });
});

/** `jobs.runNow` through the typed client, as a user would. */
async function callMethod(client: DatabricksClient, id: string, args: object): Promise<unknown> {
  const [api = "", method = ""] = id.split(".");
  const target = Reflect.get(client, api) as Record<string, (args: object) => Promise<unknown>>;
  return target[method]?.(args);
}

it("covers every operation of the catalog, which is every operation of the documents", () => {
  expect(entries.length).toBeGreaterThan(1_200);
  expect(new Set(entries.map(({ service }) => service))).toEqual(new Set(names));
});
