import { describe, expect, it } from "vitest";
import type { DatabricksClient } from "../../src/client/databricks-client.ts";
import { PagingError } from "../../src/errors/paging-error.ts";
import { asked, clientFor } from "./client-for.ts";
import { answer, faultServer } from "./fault-server.ts";

/** What a list does against a server that sends these pages, one after the other. */
interface Case {
  readonly list: (client: DatabricksClient) => AsyncIterable<unknown>;
  readonly pages: readonly object[];
  readonly items: readonly unknown[];
  readonly requests: readonly string[];
}

const catalogs = "GET /api/2.1/unity-catalog/catalogs";
const users = "GET /api/2.0/preview/scim/v2/Users";

const cases: Record<string, Case> = {
  "token in the query; an empty page with a token is not the end (case 58)": {
    list: (client) => client.clusters.list.all({ page_size: 1 }),
    pages: [
      { clusters: [{ cluster_id: "a" }], next_page_token: "t/1" },
      { next_page_token: "t2" },
      { clusters: [{ cluster_id: "b" }], next_page_token: "" },
    ],
    items: [{ cluster_id: "a" }, { cluster_id: "b" }],
    requests: [
      "GET /api/2.1/clusters/list?page_size=1",
      "GET /api/2.1/clusters/list?page_size=1&page_token=t/1",
      "GET /api/2.1/clusters/list?page_size=1&page_token=t2",
    ],
  },
  "token from where the caller says": {
    list: (client) => client.clusters.list.all({ page_token: "t5" }),
    pages: [{ clusters: null }],
    items: [],
    requests: ["GET /api/2.1/clusters/list?page_token=t5"],
  },
  "token, and a page size of 0 that asks for pages": {
    list: (client) => client.catalogs.list.all(),
    pages: [{ catalogs: [{ name: "a" }], next_page_token: "t1" }, { catalogs: [{ name: "b" }] }],
    items: [{ name: "a" }, { name: "b" }],
    requests: [`${catalogs}?max_results=0`, `${catalogs}?max_results=0&page_token=t1`],
  },
  "token, and the caller's page size": {
    list: (client) => client.catalogs.list.all({ max_results: 5 }),
    pages: [{}],
    items: [],
    requests: [`${catalogs}?max_results=5`],
  },
  "token in the body": {
    list: (client) => client.experiments.searchRuns.all({ filter: "f" }),
    pages: [{ runs: [{ info: {} }], next_page_token: "t1" }, { runs: [] }],
    items: [{ info: {} }],
    requests: [
      'POST /api/2.0/mlflow/runs/search {"filter":"f"}',
      'POST /api/2.0/mlflow/runs/search {"filter":"f","page_token":"t1"}',
    ],
  },
  "next request, every digit kept, what is new left out": {
    list: (client) => client.clusters.events.all({ cluster_id: "c", limit: 1 }),
    pages: [
      {
        events: [{ type: "STARTING" }],
        next_page: { cluster_id: "c", offset: 1, end_time: "9223372036854775807", new: 1 },
      },
      { events: [{ type: "RUNNING" }], total_count: 2 },
    ],
    items: [{ type: "STARTING" }, { type: "RUNNING" }],
    requests: [
      'POST /api/2.1/clusters/events {"cluster_id":"c","limit":1}',
      'POST /api/2.1/clusters/events {"cluster_id":"c","end_time":9223372036854775807,"offset":1}',
    ],
  },
  "SCIM: counts what came, shows nobody twice, ends with an empty page (case 58)": {
    list: (client) => client.usersV2.list.all({ filter: "active eq true" }),
    pages: [{ Resources: [{ id: "1" }, { id: "2" }] }, { Resources: [{ id: "3" }, { id: "2" }] }, { Resources: null }],
    items: [{ id: "1" }, { id: "2" }, { id: "3" }],
    requests: [1, 3, 5].map((start) => `${users}?count=10000&filter=active eq true&startIndex=${start}`),
  },
  "SCIM from where the caller says": {
    list: (client) => client.usersV2.list.all({ startIndex: 101, count: 100 }),
    pages: [{}],
    items: [],
    requests: [`${users}?count=100&startIndex=101`],
  },
  "page number": {
    list: (client) => client.queriesLegacy.list.all(),
    pages: [{ results: [{ id: "a" }] }, { results: [{ id: "b" }] }, { results: [] }],
    items: [{ id: "a" }, { id: "b" }],
    requests: [1, 2, 3].map((page) => `GET /api/2.0/preview/sql/queries?page=${page}`),
  },
  "single page": {
    list: (client) => client.secrets.listScopes.all(),
    pages: [{ scopes: [{ name: "s" }] }],
    items: [{ name: "s" }],
    requests: ["GET /api/2.0/secrets/scopes/list"],
  },
  "the answer itself": {
    list: (client) => client.workspaces.list.all(),
    pages: [[{ workspace_id: 1 }, { workspace_id: 2 }]],
    items: [{ workspace_id: 1 }, { workspace_id: 2 }],
    requests: ["GET /api/2.0/accounts/a1/workspaces"],
  },
  "the answer itself, empty": {
    list: (client) => client.dataSources.list.all(),
    pages: [[]],
    items: [],
    requests: ["GET /api/2.0/preview/sql/data_sources"],
  },
};

it.each(Object.entries(cases))("%s", async (_, { list, pages, items, requests }) => {
  const server = await faultServer(...pages.map((page) => answer(200, page)));
  expect(await Array.fromAsync(list(clientFor(server)))).toEqual(items);
  expect(asked(server)).toEqual(requests);
});

it("reads one page when called, and asks for it as told", async () => {
  const page = { catalogs: [{ name: "a" }], next_page_token: "t1" };
  const server = await faultServer(answer(200, page));
  expect(await clientFor(server).catalogs.list()).toEqual(page);
  expect(asked(server)).toEqual([catalogs]);
});

it("reads a page when the loop gets there, and each loop anew", async () => {
  const server = await faultServer(answer(200, { clusters: [{ cluster_id: "a" }], next_page_token: "t1" }));
  const clusters = clientFor(server).clusters.list.all();
  expect(server.requests).toHaveLength(0);
  for (const _ of [1, 2]) for await (const { cluster_id } of clusters) if (cluster_id === "a") break;
  expect(asked(server)).toEqual(["GET /api/2.1/clusters/list", "GET /api/2.1/clusters/list"]);
});

describe("a list that would never end is an error", () => {
  const endless: Record<string, [Case["list"], object]> = {
    "with a token that comes again": [
      (client) => client.clusters.list.all(),
      { clusters: [{ cluster_id: "a" }], next_page_token: "t1" },
    ],
    "with a next request that comes again": [
      (client) => client.clusters.events.all({ cluster_id: "c" }),
      { events: [{ type: "RUNNING" }], next_page: { cluster_id: "c", offset: 1 } },
    ],
    "from a server that does not count": [(client) => client.usersV2.list.all(), { Resources: [{ id: "1" }] }],
    "from a server that has one page for every number": [
      (client) => client.queriesLegacy.list.all(),
      { results: [{ id: "a" }] },
    ],
  };

  it.each(Object.entries(endless))("%s", async (_, [list, page]) => {
    const server = await faultServer(answer(200, page));
    const read = async () => {
      for await (const _ of list(clientFor(server)));
    };
    await expect(read()).rejects.toThrow(PagingError);
    expect(server.requests).toHaveLength(2);
  });

  it("also in a larger circle", async () => {
    const pages = ["t1", "t2", "t1"].map((next_page_token) => answer(200, { next_page_token }));
    const server = await faultServer(...pages);
    await expect(Array.fromAsync(clientFor(server).clusters.list.all())).rejects.toThrow(
      "clusters.list: after 3 pages Databricks pointed back to one of them",
    );
  });
});

it("throws an error again when asked again, so that it does not look like the end (case 58)", async () => {
  const server = await faultServer(
    answer(200, { clusters: [{ cluster_id: "a" }], next_page_token: "t1" }),
    answer(404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "gone" }),
  );
  const clusters = clientFor(server).clusters.list.all()[Symbol.asyncIterator]();
  expect(await clusters.next()).toEqual({ done: false, value: { cluster_id: "a" } });
  await expect(clusters.next()).rejects.toThrow("RESOURCE_DOES_NOT_EXIST");
  await expect(clusters.next()).rejects.toThrow("RESOURCE_DOES_NOT_EXIST");
  expect(server.requests).toHaveLength(2);
});

it("ends with the reason of the caller's signal", async () => {
  const server = await faultServer(answer(200, { clusters: [{ cluster_id: "a" }], next_page_token: "t1" }));
  const gaveUp = new AbortController();
  const read = async () => {
    for await (const _ of clientFor(server).clusters.list.all({}, { signal: gaveUp.signal }))
      gaveUp.abort(new Error("enough"));
  };
  await expect(read()).rejects.toThrow("enough");
});
