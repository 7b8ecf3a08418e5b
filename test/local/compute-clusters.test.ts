import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { DatabricksClient } from "../../src/client/databricks-client.ts";
import { startLocalWorkspace } from "../../src/local/index.ts";
import { checkedWorkspace } from "./checked-workspace.ts";

const spec = { spark_version: "16.4.x-scala2.12", num_workers: 1 };

async function runningCluster(more: object = {}): Promise<{ client: DatabricksClient; cluster_id: string }> {
  const { client } = await checkedWorkspace();
  const { cluster_id = "" } = await client.clusters.create({ ...spec, cluster_name: "mine", ...more });
  await settled(client, cluster_id);
  return { client, cluster_id };
}

/** Waits until a cluster stays as it is. */
async function settled(client: DatabricksClient, cluster_id: string): Promise<object> {
  const look = async () => {
    const cluster = await client.clusters.get({ cluster_id });
    return ["RUNNING", "TERMINATED"].includes(cluster.state ?? "") && cluster;
  };
  return vi.waitUntil(look, { interval: 20, timeout: 10_000 });
}

/** Event types, oldest first. */
async function eventTypes(client: DatabricksClient, cluster_id: string): Promise<unknown[]> {
  const events = await Array.fromAsync(client.clusters.events.all({ cluster_id, order: "ASC" }));
  return events.map(({ type }) => type);
}

/** The code and message with which a call fails. */
const refusal = (call: PromiseLike<unknown>): Promise<string> =>
  Promise.resolve(call).then(
    () => "no refusal",
    (error: Error & { errorCode?: string }) => `${error.errorCode}: ${error.message}`,
  );

afterEach(() => {
  vi.useRealTimers();
});

describe("clusters of the local workspace", () => {
  it("has one that runs from the start", async () => {
    const { client } = await checkedWorkspace();
    const { clusters } = await client.clusters.list();
    expect(clusters?.map(({ cluster_name, state }) => [cluster_name, state])).toEqual([["Local Cluster", "RUNNING"]]);
  });

  it("starts what is created", async () => {
    const { client } = await checkedWorkspace({ timings: { clusterStart: 60_000 } });
    const { cluster_id = "" } = await client.clusters.create(spec);
    expect(cluster_id).toMatch(/^\d{4}-\d{6}-[0-9a-f]{8}$/);
    const { state, state_message } = await client.clusters.get({ cluster_id });
    expect([state, state_message]).toEqual(["PENDING", "Starting Spark"]);
  });

  it("runs, ends with a reason, starts again, and keeps the events", async () => {
    const { client, cluster_id } = await runningCluster();
    const ended = await client.clusters.delete.wait({ cluster_id });
    expect(ended).toMatchObject({
      state: "TERMINATED",
      state_message: "Terminated by me@local.",
      termination_reason: { code: "USER_REQUEST", type: "SUCCESS", parameters: { username: "me@local" } },
    });
    await client.clusters.start.wait({ cluster_id });
    await client.clusters.restart.wait({ cluster_id });
    expect(await eventTypes(client, cluster_id)).toEqual([
      "CREATING",
      "RUNNING",
      "TERMINATING",
      "STARTING",
      "RUNNING",
      "RESTARTING",
      "RUNNING",
    ]);
  });

  it("refuses what its state does not allow", async () => {
    const { client, cluster_id } = await runningCluster();
    const wrong = (state: string) => `INVALID_STATE: .*Cluster ${cluster_id} is in unexpected state ${state}.`;
    expect(await refusal(client.clusters.start({ cluster_id }))).toMatch(new RegExp(wrong("Running")));
    expect(await refusal(client.clusters.changeOwner({ cluster_id, owner_username: "x" }))).toMatch(/Running/);
    await client.clusters.delete({ cluster_id });
    await settled(client, cluster_id);
    expect(await refusal(client.clusters.restart({ cluster_id }))).toMatch(new RegExp(wrong("Terminated")));
    expect(await refusal(client.clusters.resize({ cluster_id, num_workers: 2 }))).toMatch(/INVALID_STATE/);
    await client.clusters.changeOwner({ cluster_id, owner_username: "x" });
  });

  it("tells of one that is not there as Databricks does", async () => {
    const { client } = await checkedWorkspace();
    const error = await client.clusters.get({ cluster_id: "none" }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 400, errorCode: "INVALID_PARAMETER_VALUE" });
    expect(String(error)).toContain("Cluster none does not exist");
  });

  it.each([
    [{ autotermination_minutes: 5 }, /autotermination_minutes must be/],
    [{ autoscale: { min_workers: 1, max_workers: 2 } }, /Only one of num_workers and autoscale/],
    [{ spark_version: "nine" }, /Invalid spark version nine/],
  ])("refuses to create %j", async (more, message) => {
    const { client } = await checkedWorkspace();
    expect(await refusal(client.clusters.create({ ...spec, ...more }))).toMatch(message);
  });

  it("resizes when only the size changes, and restarts for all else", async () => {
    const { client, cluster_id } = await runningCluster();
    await client.clusters.resize({ cluster_id, num_workers: 3 });
    await settled(client, cluster_id);
    await client.clusters.edit({ ...spec, cluster_id, cluster_name: "mine", num_workers: 4 });
    await settled(client, cluster_id);
    const autoscale = { min_workers: 1, max_workers: 5 };
    await client.clusters.update({ cluster_id, update_mask: "autoscale,num_workers", cluster: { autoscale } });
    await settled(client, cluster_id);
    const cluster = { custom_tags: { team: "a" } };
    await client.clusters.update({ cluster_id, update_mask: "custom_tags.team", cluster });
    const updated = await settled(client, cluster_id);
    expect(updated).toMatchObject({ autoscale, custom_tags: { team: "a" }, cluster_name: "mine", state: "RUNNING" });
    expect(updated).not.toHaveProperty("num_workers");
    const resized = ["RESIZING", "UPSIZE_COMPLETED"];
    expect(await eventTypes(client, cluster_id)).toEqual([
      "CREATING",
      "RUNNING",
      ...resized,
      ...resized,
      ...resized,
      "EDITED",
      "RESTARTING",
      "RUNNING",
    ]);
  });

  it("edits one that is ended without starting it", async () => {
    const { client, cluster_id } = await runningCluster();
    await client.clusters.delete({ cluster_id });
    await settled(client, cluster_id);
    await client.clusters.edit({ ...spec, cluster_id, cluster_name: "other" });
    expect(await client.clusters.get({ cluster_id })).toMatchObject({ state: "TERMINATED", cluster_name: "other" });
  });

  it("lists by page, filter and order", async () => {
    const { client } = await checkedWorkspace();
    for (const cluster_name of ["b", "a", "c"]) await client.clusters.create({ ...spec, cluster_name });
    const names = async (query: Parameters<typeof client.clusters.list>[0]) =>
      (await Array.fromAsync(client.clusters.list.all(query))).map(({ cluster_name }) => cluster_name);
    const byName = { "sort_by.field": "CLUSTER_NAME" };
    expect(await names({ ...byName, page_size: 2 })).toEqual(["a", "b", "c", "Local Cluster"]);
    expect(await names({ ...byName, "sort_by.direction": "DESC", "filter_by.is_pinned": false })).toEqual([
      "c",
      "b",
      "a",
    ]);
    expect(await names({ "filter_by.cluster_states": ["TERMINATED"] })).toEqual([]);
    expect(await names({ "filter_by.cluster_sources": ["UI"] })).toEqual(["Local Cluster"]);
    const { next_page_token = "" } = await client.clusters.list({ page_size: 1 });
    const { prev_page_token } = await client.clusters.list({ page_size: 1, page_token: next_page_token });
    expect(prev_page_token).not.toBe("");
  });

  it("tells events by page: by offset, or by token", async () => {
    const { client, cluster_id } = await runningCluster();
    await client.clusters.pin({ cluster_id });
    await client.clusters.unpin({ cluster_id });
    const { events, next_page, total_count } = await client.clusters.events({ cluster_id, limit: 3 });
    expect([events?.map(({ type }) => type), total_count]).toEqual([["UNPINNED", "PINNED", "RUNNING"], 4]);
    expect(next_page).toMatchObject({ cluster_id, offset: 3, limit: 3 });
    expect(await Array.fromAsync(client.clusters.events.all({ cluster_id, limit: 1 }))).toHaveLength(4);
    const first = await client.clusters.events({ cluster_id, page_size: 3 });
    const second = await client.clusters.events({ cluster_id, page_size: 3, page_token: first.next_page_token ?? "" });
    expect([second.events?.map(({ type }) => type), second.next_page_token]).toEqual([["CREATING"], ""]);
    const pins = await client.clusters.events({ cluster_id, event_types: ["PINNED"] });
    expect(pins.events?.[0]?.details).toEqual({ user: "me@local" });
  });

  it("forgets what is deleted for ever", async () => {
    const { client, cluster_id } = await runningCluster();
    await client.clusters.permanentDelete({ cluster_id });
    expect(await refusal(client.clusters.get({ cluster_id }))).toMatch(/does not exist/);
  });

  it("ends what nobody uses", async () => {
    const { client, cluster_id } = await runningCluster({ autotermination_minutes: 10 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11 * 60_000 });
    await client.clusters.get({ cluster_id });
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 12 * 60_000 });
    expect(await client.clusters.get({ cluster_id })).toMatchObject({
      state: "TERMINATED",
      state_message: "Inactive cluster terminated (inactive for 10 minutes).",
      termination_reason: { code: "INACTIVITY", type: "SUCCESS" },
    });
  });

  it("does not end what is used", async () => {
    const { client, cluster_id } = await runningCluster({ autotermination_minutes: 10 });
    const { id: contextId = "" } = await client.commandExecution.create({ clusterId: cluster_id, language: "sql" });
    const start = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: start + 9 * 60_000 });
    const args = { clusterId: cluster_id, contextId, language: "sql", command: "SELECT 1" };
    const { id: commandId = "" } = await client.commandExecution.execute(args);
    const command = { clusterId: cluster_id, contextId, commandId };
    await vi.waitUntil(async () => (await client.commandExecution.commandStatus(command)).status === "Finished", {
      timeout: 10_000,
    });
    vi.setSystemTime(start + 18 * 60_000);
    expect(await client.clusters.get({ cluster_id })).toMatchObject({ state: "RUNNING" });
    vi.setSystemTime(start + 20 * 60_000);
    expect(await client.clusters.get({ cluster_id })).toMatchObject({ state: "TERMINATING" });
  });

  it("knows machines, runtimes and zones", async () => {
    const { client } = await checkedWorkspace();
    const { node_types = [] } = await client.clusters.listNodeTypes();
    const { versions = [] } = await client.clusters.sparkVersions();
    const { default_zone } = await client.clusters.listZones();
    expect([node_types[0]?.node_type_id, versions.length > 0, default_zone]).toEqual(["local.small", true, "local-a"]);
  });

  it("keeps clusters across restarts, ended", async () => {
    const data = await mkdtemp(join(tmpdir(), "local-clusters-"));
    onTestFinished(() => rm(data, { recursive: true, force: true }));
    const before = await startLocalWorkspace({ data });
    const { DatabricksClient: Client } = await import("../../src/client/databricks-client.ts");
    const { cluster_id = "" } = await new Client(before).clusters.create(spec);
    await before.close();
    const { client } = await checkedWorkspace({ data });
    expect(await client.clusters.get({ cluster_id })).toMatchObject({
      state: "TERMINATED",
      termination_reason: { code: "CLOUD_PROVIDER_SHUTDOWN", type: "CLOUD_FAILURE" },
    });
    const { clusters } = await client.clusters.list({ "filter_by.cluster_states": ["RUNNING"] });
    expect(clusters?.map(({ cluster_name }) => cluster_name)).toEqual(["Local Cluster"]);
  });
});

describe("libraries of the local workspace", () => {
  const library = { pypi: { package: "simplejson" } };

  it("are installed while their cluster runs, and removed by its restart", async () => {
    const { client, cluster_id } = await runningCluster();
    const status = async () => {
      const { library_statuses = [] } = await client.libraries.clusterStatus({ cluster_id });
      return library_statuses.map((each) => each.status);
    };
    await client.libraries.install({ cluster_id, libraries: [library] });
    await vi.waitUntil(async () => (await status())[0] === "INSTALLED");
    await client.libraries.uninstall({ cluster_id, libraries: [library] });
    expect(await status()).toEqual(["UNINSTALL_ON_RESTART"]);
    await client.clusters.restart({ cluster_id });
    await settled(client, cluster_id);
    expect(await status()).toEqual([]);
  });

  it("wait for their cluster to run, and say that nothing is really installed", async () => {
    const { client, cluster_id } = await runningCluster();
    await client.clusters.delete({ cluster_id });
    await settled(client, cluster_id);
    await client.libraries.install({ cluster_id, libraries: [library] });
    const { statuses = [] } = await client.libraries.allClusterStatuses();
    const mine = statuses.find((each) => each.cluster_id === cluster_id);
    expect(mine?.library_statuses).toMatchObject([{ library, status: "PENDING" }]);
    await client.clusters.start({ cluster_id });
    await settled(client, cluster_id);
    const installed = await vi.waitUntil(async () => {
      const { library_statuses = [] } = await client.libraries.clusterStatus({ cluster_id });
      return library_statuses[0]?.status === "INSTALLED" && library_statuses[0];
    });
    expect(installed.messages?.[0]).toContain("installs none");
  });
});
