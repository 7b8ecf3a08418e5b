import { describe, expect, it } from "vitest";
import { PagingError } from "../../src/errors/paging-error.ts";
import { asked, clientFor } from "./client-for.ts";
import { answer, faultServer } from "./fault-server.ts";

const task = (task_key: string): object => ({ task_key });

/** What comes of several pages of one object. */
const runs: Record<string, { pages: readonly object[]; whole: object }> = {
  "one page": {
    pages: [{ run_id: 5, tasks: [task("a")], has_more: false }],
    whole: { run_id: 5, tasks: [task("a")] },
  },
  "tasks, clusters, parameters and repairs of all pages": {
    pages: [
      {
        run_id: 5,
        tasks: [task("a")],
        job_clusters: [{ job_cluster_key: "x" }],
        next_page_token: "t1",
        has_more: true,
      },
      {
        run_id: 5,
        tasks: [task("b")],
        job_parameters: [{ name: "p" }],
        repair_history: [{ id: 1 }],
        next_page_token: "t2",
      },
      { run_id: 5, tasks: [task("c")], job_clusters: [{ job_cluster_key: "y" }] },
    ],
    whole: {
      run_id: 5,
      tasks: [task("a"), task("b"), task("c")],
      job_clusters: [{ job_cluster_key: "x" }, { job_cluster_key: "y" }],
      job_parameters: [{ name: "p" }],
      repair_history: [{ id: 1 }],
    },
  },
  "the iterations of a for-each run, its one task not repeated": {
    pages: [
      { tasks: [task("each")], iterations: [task("i1")], next_page_token: "t1" },
      { tasks: [task("each")], iterations: [task("i2")] },
    ],
    whole: { tasks: [task("each")], iterations: [task("i1"), task("i2")] },
  },
  "null where a list would be": {
    pages: [
      { tasks: null, iterations: null, next_page_token: "t1" },
      { tasks: [task("a")], job_clusters: null },
    ],
    whole: { tasks: [task("a")], iterations: null },
  },
};

describe("jobs.getRun.whole (case 59)", () => {
  it.each(Object.entries(runs))("%s", async (_, { pages, whole }) => {
    const server = await faultServer(...pages.map((page) => answer(200, page)));
    expect(await clientFor(server).jobs.getRun.whole({ run_id: 5, include_history: true })).toEqual(whole);
    const run = "GET /api/2.2/jobs/runs/get?include_history=true";
    const tokens = ["", "&page_token=t1", "&page_token=t2"].slice(0, pages.length);
    expect(asked(server)).toEqual(tokens.map((token) => `${run}${token}&run_id=5`));
  });

  it("one page when called", async () => {
    const page = { tasks: [task("a")], next_page_token: "t1", has_more: true };
    const server = await faultServer(answer(200, page));
    expect(await clientFor(server).jobs.getRun({ run_id: 5 })).toEqual(page);
  });

  it("never an endless one", async () => {
    const server = await faultServer(answer(200, { tasks: [task("a")], next_page_token: "t1" }));
    await expect(clientFor(server).jobs.getRun.whole({ run_id: 5 })).rejects.toThrow(PagingError);
  });
});

it("jobs.get.whole has the lists of all pages in its settings", async () => {
  const server = await faultServer(
    answer(200, { job_id: 1, settings: { name: "n", tasks: [task("a")] }, next_page_token: "t1" }),
    answer(200, { job_id: 1, settings: { name: "n", tasks: [task("b")], environments: [{ environment_key: "e" }] } }),
  );
  expect(await clientFor(server).jobs.get.whole({ job_id: 1 })).toEqual({
    job_id: 1,
    settings: { name: "n", tasks: [task("a"), task("b")], environments: [{ environment_key: "e" }] },
  });
});

describe("expand_tasks", () => {
  it("completes the jobs that have more", async () => {
    const server = await faultServer(
      answer(200, {
        jobs: [
          { job_id: 1, settings: { tasks: [task("a")] }, has_more: false },
          { job_id: 2, settings: { tasks: [task("b")], job_clusters: [] }, has_more: true },
        ],
      }),
      answer(200, { job_id: 2, settings: { tasks: [task("b")] }, next_page_token: "t1" }),
      answer(200, { job_id: 2, settings: { tasks: [task("c")] } }),
    );
    expect(await Array.fromAsync(clientFor(server).jobs.list.all({ expand_tasks: true }))).toEqual([
      { job_id: 1, settings: { tasks: [task("a")] } },
      { job_id: 2, settings: { tasks: [task("b"), task("c")], job_clusters: [] } },
    ]);
    expect(asked(server)).toEqual([
      "GET /api/2.2/jobs/list?expand_tasks=true",
      "GET /api/2.2/jobs/get?job_id=2",
      "GET /api/2.2/jobs/get?job_id=2&page_token=t1",
    ]);
  });

  it("completes the runs that have more", async () => {
    const server = await faultServer(
      answer(200, { runs: [{ run_id: 7, tasks: [task("a")], has_more: true }] }),
      answer(200, { run_id: 7, tasks: [task("a"), task("b")], repair_history: [{ id: 1 }], next_page_token: "" }),
    );
    expect(await Array.fromAsync(clientFor(server).jobs.listRuns.all({ expand_tasks: true }))).toEqual([
      { run_id: 7, tasks: [task("a"), task("b")], repair_history: [{ id: 1 }] },
    ]);
  });

  it("is not done unless asked for", async () => {
    const jobs = [{ job_id: 1, has_more: true }];
    const server = await faultServer(answer(200, { jobs }));
    expect(await Array.fromAsync(clientFor(server).jobs.list.all())).toEqual(jobs);
  });
});
