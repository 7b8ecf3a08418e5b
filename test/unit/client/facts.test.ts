import { describe, expect, it } from "vitest";
import { apis, services } from "../../../generated/index.ts";
import { Methods } from "../../../src/client/methods.ts";
import { judgements } from "../../../src/client/wait-judgement.ts";
import { WaitError } from "../../../src/errors/wait-error.ts";
import { systemClock } from "../../../src/http/clock.ts";
import type { Operation, Wait } from "../../../src/http/operation.ts";
import { clientFor } from "../../faults/client-for.ts";
import { answer, faultServer } from "../../faults/fault-server.ts";

const loaded = await Promise.all(Object.values(services).map((service) => service.operations()));
const operations: Readonly<Record<string, Operation>> = Object.assign({}, ...loaded);
const all = Object.values(operations);
const waits = all.flatMap((operation) => (operation.wait ? [{ operation, wait: operation.wait }] : []));

const argumentsOf = ({ parameters, body }: Operation): string[] => [
  ...parameters.map(({ name }) => name),
  ...(body?.kind === "fields" ? body.fields : []),
];

describe("lists", () => {
  it("are of every kind", () => {
    const kinds = all.flatMap(({ pagination }) => pagination?.kind ?? []);
    const groups = [...Map.groupBy(kinds, String)];
    expect(Object.fromEntries(groups.map(([kind, group]) => [kind, group.length]))).toEqual({
      token: 172,
      single: 32,
      offset: 6,
      page: 2,
      "next-request": 1,
    });
  });

  it("ask for pages with a zero where nothing else does", () => {
    const zero = all.filter(({ pagination }) => pagination?.kind === "token" && pagination.zero === "max_results");
    expect(zero.map(({ id }) => id).sort()).toEqual([
      "catalogs.list",
      "connections.list",
      "externalLocations.list",
      "functions.list",
      "metastores.list",
      "providers.list",
      "providers.listShares",
      "recipients.list",
      "schemas.list",
      "shares.listShares",
      "storageCredentials.list",
      "systemSchemas.list",
      "tables.list",
      "workspaceBindings.getBindings",
    ]);
  });

  it("have arguments for what goes on", () => {
    for (const { id, pagination, ...rest } of all) {
      if (!pagination || !("request" in pagination)) continue;
      expect([id, argumentsOf({ id, ...rest })]).toEqual([id, expect.arrayContaining([pagination.request])]);
    }
  });
});

/** The operations that are polled, and those that are waited for with each. */
const pollers: Record<string, string[]> = {
  "apps.get": ["apps.create", "apps.start", "apps.stop"],
  "apps.getDeployment": ["apps.deploy"],
  "apps.getUpdate": ["apps.createUpdate"],
  "cleanRooms.get": ["cleanRooms.create"],
  "clusters.get": [
    ...["clusters.create", "clusters.delete", "clusters.edit", "clusters.resize", "clusters.restart"],
    ...["clusters.start", "clusters.update"],
  ],
  "commandExecution.commandStatus": ["commandExecution.cancel", "commandExecution.execute"],
  "commandExecution.contextStatus": ["commandExecution.create"],
  "database.getDatabaseInstance": ["database.createDatabaseInstance"],
  "forecasting.getExperiment": ["forecasting.createExperiment"],
  "genie.getMessage": ["genie.createMessage", "genie.startConversation"],
  "jobs.getRun": ["jobs.cancelRun", "jobs.repairRun", "jobs.runNow", "jobs.submit"],
  "onlineTables.get": ["onlineTables.create"],
  "pipelines.get": ["pipelines.stop"],
  "servingEndpoints.get": [
    ...["servingEndpoints.create", "servingEndpoints.createProvisionedThroughputEndpoint"],
    ...["servingEndpoints.updateConfig", "servingEndpoints.updateProvisionedThroughputEndpointConfig"],
  ],
  "vectorSearchEndpoints.getEndpoint": ["vectorSearchEndpoints.createEndpoint"],
  "warehouses.get": ["warehouses.create", "warehouses.edit", "warehouses.start", "warehouses.stop"],
  "workspaces.get": ["workspaces.create", "workspaces.update"],
};

describe("waits", () => {
  it("are those of the official SDKs", () => {
    const polled = Map.groupBy(waits, ({ wait }) => wait.poll);
    const ids = [...polled].map(([poll, group]) => [poll, group.map(({ operation }) => operation.id)]);
    expect(Object.fromEntries(ids)).toEqual(pollers);
    // The SDKs have a poller for each goal: a cluster that runs and one that is gone are two.
    expect(new Set(waits.map(({ wait }) => `${wait.poll} ${wait.success}`)).size).toBe(21);
  });

  it("judge operations that are waits", () => {
    expect(Object.keys(judgements).filter((id) => !operations[id]?.wait)).toEqual([]);
  });
});

/** An object with a value at a dotted path. */
const nested = (path: string, value: string): object =>
  path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;

/** Runs a wait whose poll shows one state, with "v" wherever a value must be. */
async function waitFor({ operation, wait }: { operation: Operation; wait: Wait }, state: string): Promise<unknown> {
  const sources = Object.values(wait.arguments);
  const started = Object.fromEntries(sources.map(({ field }) => [field, "v"]));
  const required = operation.parameters.filter((each) => each.required && each.style !== "account");
  const fromRequest = sources.filter(({ from }) => from === "request");
  const names = [...required.map(({ name }) => name), ...fromRequest.map(({ field }) => field)];
  const server = await faultServer(answer(200, started), answer(200, nested(wait.state, state)));
  const methods = new Methods(clientFor(server), systemClock);
  const poll = operations[wait.poll];
  if (!poll) throw new Error(`${wait.poll} is no operation`);
  const args = Object.fromEntries(names.map((name) => [name, "v"]));
  return await methods.waited<Record<string, string>, unknown, unknown, string>(operation, poll).wait(args);
}

const states = (of: (each: (typeof waits)[number]) => readonly string[]) =>
  waits.flatMap((each) => of(each).map((state) => [each.operation.id, state, each] as const));

describe("every wait", () => {
  it.each(states(({ wait }) => wait.success))("%s ends with %s", async (_, state, each) => {
    expect(await waitFor(each, state)).toEqual(nested(each.wait.state, state));
  });

  const failing = states(({ operation, wait }) => [...wait.failure, ...(judgements[operation.id]?.failure ?? [])]);

  it.each(failing)("%s fails with %s", async (_, state, each) => {
    const error = await waitFor(each, state).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WaitError);
    expect(error).toMatchObject({ kind: "failed", state });
  });

  it("can fail", () => {
    const able = new Set(failing.map(([id]) => id));
    expect(waits.filter(({ operation }) => !able.has(operation.id))).toEqual([]);
  });
});

it("generated methods have what the facts promise", async () => {
  const methods = new Methods({ call: () => Promise.reject(new Error("no request is made here")) }, systemClock);
  const members: [(operation: Operation) => unknown, string][] = [
    [({ pagination }) => pagination, "all"],
    [({ wait }) => wait, "wait"],
    [({ longRunning }) => longRunning, "wait"],
    [({ answer: { kind } }) => kind === "bytes" || kind === "text", "stream"],
    [({ subPages }) => subPages, "whole"],
  ];
  for (const [name, load] of Object.entries(apis)) {
    const api = new (await load())(methods);
    for (const operation of all.filter(({ id }) => id.startsWith(`${name}.`))) {
      const method: unknown = Reflect.get(api, operation.id.slice(name.length + 1));
      const promised = members.filter(([has]) => has(operation)).map(([, member]) => member);
      expect([operation.id, Object.keys(Object(method))]).toEqual([operation.id, promised]);
    }
  }
});
