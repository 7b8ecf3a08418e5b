import { expect, it, onTestFinished, vi } from "vitest";
import { services } from "../../generated/index.ts";
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import type { Operation } from "../../src/http/operation.ts";
import { startLocalWorkspace } from "../../src/local/index.ts";
import { checkAnswer } from "./checked-workspace.ts";
import { implementedOperations } from "./implemented.ts";

const operations: Readonly<Record<string, Operation>> = Object.assign(
  {},
  ...(await Promise.all(Object.values(services).map((service) => service.operations()))),
);

// biome-ignore lint/suspicious/noExplicitAny: answers of many operations, each checked by its schema
type Answer = any;
type Call = (id: string, args?: object) => Promise<Answer>;

/** Waits until an operation answers something. */
const until = (asked: () => Promise<boolean>) => vi.waitUntil(asked, { interval: 10, timeout: 20_000 });

const owner = [{ user_name: "a@local", permission_level: "CAN_MANAGE" }];

/** The four operations on the permissions of one kind of object. */
async function permissions(call: Call, api: string, args: object): Promise<void> {
  await call(`${api}.getPermissionLevels`, args);
  await call(`${api}.setPermissions`, { ...args, access_control_list: owner });
  await call(`${api}.updatePermissions`, { ...args, access_control_list: owner });
  await call(`${api}.getPermissions`, args);
}

async function platform(call: Call): Promise<void> {
  await call("currentUser.me");
  const { token_info } = await call("tokens.create", { comment: "contract" });
  await call("tokens.list");
  await call("tokens.delete", { token_id: token_info.token_id });
  const object = { request_object_type: "notebooks", request_object_id: "1" };
  await call("permissions.getPermissionLevels", object);
  await call("permissions.set", { ...object, access_control_list: owner });
  await call("permissions.update", { ...object, access_control_list: owner });
  await call("permissions.get", object);
}

async function secrets(call: Call): Promise<void> {
  const [scope, key, principal] = ["s", "k", "a@local"];
  await call("secrets.createScope", { scope });
  await call("secrets.listScopes");
  await call("secrets.putSecret", { scope, key, string_value: "v" });
  await call("secrets.getSecret", { scope, key });
  await call("secrets.listSecrets", { scope });
  await call("secrets.putAcl", { scope, principal, permission: "READ" });
  await call("secrets.getAcl", { scope, principal });
  await call("secrets.listAcls", { scope });
  await call("secrets.deleteAcl", { scope, principal });
  await call("secrets.deleteSecret", { scope, key });
  await call("secrets.deleteScope", { scope });
}

async function pipelines(call: Call): Promise<void> {
  const { pipeline_id } = await call("pipelines.create", { name: "p" });
  await call("pipelines.update", { pipeline_id, name: "q" });
  const { update_id } = await call("pipelines.startUpdate", { pipeline_id });
  await call("pipelines.getUpdate", { pipeline_id, update_id });
  await call("pipelines.stop", { pipeline_id });
  for (const list of ["listUpdates", "listPipelineEvents", "get"]) await call(`pipelines.${list}`, { pipeline_id });
  await call("pipelines.listPipelines");
  await permissions(call, "pipelines", { pipeline_id });
  await call("pipelines.delete", { pipeline_id });
}

async function serving(call: Call): Promise<void> {
  const served_entities = [{ name: "m", entity_name: "main.default.m", entity_version: "1" }];
  const { id } = await call("servingEndpoints.create", { name: "e", config: { served_entities } });
  await until(async () => (await call("servingEndpoints.get", { name: "e" })).state.ready === "READY");
  await call("servingEndpoints.list");
  await call("servingEndpoints.query", { name: "e", prompt: "hi" });
  await call("servingEndpoints.updateConfig", { name: "e", served_entities });
  await call("servingEndpoints.patch", { name: "e", add_tags: [{ key: "a", value: "b" }] });
  await permissions(call, "servingEndpoints", { serving_endpoint_id: id });
  await call("servingEndpoints.delete", { name: "e" });
}

async function files(call: Call): Promise<void> {
  const [file_path, directory_path] = ["/Volumes/main/default/files/f", "/Volumes/main/default/files/d"];
  await call("files.upload", { file_path, contents: Buffer.from("x") });
  await call("files.getMetadata", { file_path });
  await call("files.download", { file_path });
  await call("files.delete", { file_path });
  for (const step of ["createDirectory", "getDirectoryMetadata", "listDirectoryContents", "deleteDirectory"]) {
    await call(`files.${step}`, { directory_path });
  }
  const { handle } = await call("dbfs.create", { path: "/b" });
  await call("dbfs.addBlock", { handle, data: "eA==" });
  await call("dbfs.close", { handle });
  await call("dbfs.put", { path: "/p", contents: "eA==" });
  await call("dbfs.move", { source_path: "/p", destination_path: "/m" });
  await call("dbfs.mkdirs", { path: "/d" });
  for (const step of ["read", "getStatus", "delete"]) await call(`dbfs.${step}`, { path: "/b" });
  await call("dbfs.list", { path: "/" });
  await call("workspace.mkdirs", { path: "/Shared/d" });
  await call("workspace.import", { path: "/Shared/d/n", language: "PYTHON", content: "" });
  for (const step of ["getStatus", "export"]) await call(`workspace.${step}`, { path: "/Shared/d/n" });
  await call("workspace.list", { path: "/Shared/d" });
  await call("workspace.delete", { path: "/Shared/d", recursive: true });
}

async function clusters(call: Call): Promise<void> {
  for (const list of ["list", "listNodeTypes", "listZones", "sparkVersions"]) await call(`clusters.${list}`);
  const spec = { spark_version: "15.4.x-scala2.12", node_type_id: "i3.xlarge", num_workers: 1 };
  const { cluster_id } = await call("clusters.create", { ...spec, cluster_name: "c" });
  const is = (state: string) => until(async () => (await call("clusters.get", { cluster_id })).state === state);
  await is("RUNNING");
  await call("clusters.resize", { cluster_id, num_workers: 2 });
  await is("RUNNING");
  await call("clusters.restart", { cluster_id });
  await is("RUNNING");
  await call("clusters.update", { cluster_id, update_mask: "num_workers", cluster: { num_workers: 1 } });
  await is("RUNNING");
  await call("clusters.edit", { cluster_id, ...spec, num_workers: 3 });
  await is("RUNNING");
  await libraries(call, cluster_id);
  await call("clusters.delete", { cluster_id });
  await is("TERMINATED");
  await call("clusters.changeOwner", { cluster_id, owner_username: "a@local" });
  await call("clusters.start", { cluster_id });
  for (const step of ["pin", "unpin", "events"]) await call(`clusters.${step}`, { cluster_id });
  await permissions(call, "clusters", { cluster_id });
  await call("clusters.permanentDelete", { cluster_id });
}

async function libraries(call: Call, cluster_id: string): Promise<void> {
  await call("libraries.install", { cluster_id, libraries: [{ pypi: { package: "simplejson" } }] });
  await call("libraries.clusterStatus", { cluster_id });
  await call("libraries.allClusterStatuses");
  await call("libraries.uninstall", { cluster_id, libraries: [{ pypi: { package: "simplejson" } }] });
}

async function commands(call: Call): Promise<void> {
  const [{ cluster_id: clusterId }] = (await call("clusters.list")).clusters;
  const { id: contextId } = await call("commandExecution.create", { clusterId, language: "python" });
  const status = () => call("commandExecution.contextStatus", { clusterId, contextId });
  await until(async () => (await status()).status === "Running");
  const run = { clusterId, contextId, language: "python", command: "1 + 1" };
  const { id: commandId } = await call("commandExecution.execute", run);
  const ended = () => call("commandExecution.commandStatus", { clusterId, contextId, commandId });
  await until(async () => (await ended()).status === "Finished");
  const slow = await call("commandExecution.execute", { ...run, command: "import time; time.sleep(60)" });
  await call("commandExecution.cancel", { clusterId, contextId, commandId: slow.id });
  await call("commandExecution.destroy", { clusterId, contextId });
}

async function sql(call: Call): Promise<void> {
  const { id } = await call("warehouses.create", { name: "w", cluster_size: "2X-Small" });
  await call("warehouses.edit", { id, name: "v" });
  await call("warehouses.get", { id });
  await call("warehouses.list");
  await call("warehouses.setWorkspaceWarehouseConfig", { security_policy: "NONE" });
  await call("warehouses.getWorkspaceWarehouseConfig");
  await permissions(call, "warehouses", { warehouse_id: id });
  const { statement_id } = await call("statementExecution.executeStatement", {
    ...{
      warehouse_id: id,
      statement: "SELECT NULL AS a, :n AS b",
      parameters: [{ name: "n", value: "1", type: "INT" }],
    },
    wait_timeout: "30s",
  });
  await call("statementExecution.getStatement", { statement_id });
  await call("statementExecution.getStatementResultChunkN", { statement_id, chunk_index: 0 });
  await call("statementExecution.cancelExecution", { statement_id });
  await call("queryHistory.list");
  await call("warehouses.stop", { id });
  await call("warehouses.start", { id });
  await call("warehouses.delete", { id });
}

async function unityCatalog(call: Call): Promise<void> {
  for (const id of ["metastores.current", "metastores.summary", "catalogs.list"]) await call(id);
  await call("catalogs.create", { name: "c" });
  await call("catalogs.update", { name: "c", comment: "x" });
  await call("catalogs.get", { name: "c" });
  await call("schemas.create", { name: "s", catalog_name: "c" });
  await call("schemas.update", { full_name: "c.s", comment: "x" });
  await call("schemas.get", { full_name: "c.s" });
  await call("schemas.list", { catalog_name: "c" });
  await tables(call);
  await call("volumes.create", { catalog_name: "c", schema_name: "s", name: "v", volume_type: "MANAGED" });
  await call("volumes.update", { name: "c.s.v", comment: "x" });
  await call("volumes.read", { name: "c.s.v" });
  await call("volumes.list", { catalog_name: "c", schema_name: "s" });
  await call("volumes.delete", { name: "c.s.v" });
  const securable = { securable_type: "SCHEMA", full_name: "c.s" };
  await call("grants.update", { ...securable, changes: [{ principal: "a@local", add: ["USE_SCHEMA"] }] });
  await call("grants.get", securable);
  await call("grants.getEffective", securable);
  await call("schemas.delete", { full_name: "c.s" });
  await call("catalogs.delete", { name: "c", force: true });
}

async function tables(call: Call): Promise<void> {
  const { warehouses } = await call("warehouses.list");
  const statements = [
    "CREATE TABLE c.s.t (a INT NOT NULL, b STRING)",
    "CREATE FUNCTION c.s.f(x INT) RETURNS INT RETURN x + 1",
  ];
  for (const statement of statements) {
    const args = { warehouse_id: warehouses[0].id, statement, wait_timeout: "30s" };
    const { status } = await call("statementExecution.executeStatement", args);
    expect(status).toEqual({ state: "SUCCEEDED" });
  }
  const where = { catalog_name: "c", schema_name: "s" };
  for (const id of ["tables.list", "functions.list"]) await call(id, where);
  await call("tables.listSummaries", { catalog_name: "c" });
  for (const step of ["get", "exists"]) await call(`tables.${step}`, { full_name: "c.s.t" });
  await call("tables.update", { full_name: "c.s.t", owner: "a@local" });
  await call("functions.get", { name: "c.s.f" });
  await call("functions.create", {
    function_info: {
      ...{ ...where, name: "g", input_params: { parameters: [] }, data_type: "INT", full_data_type: "INT" },
      ...{ routine_body: "SQL", routine_definition: "1", parameter_style: "S", is_deterministic: true },
      ...{ sql_data_access: "CONTAINS_SQL", is_null_call: true, security_type: "DEFINER", specific_name: "g" },
    },
  });
  for (const name of ["c.s.f", "c.s.g"]) await call("functions.delete", { name });
  await call("tables.delete", { full_name: "c.s.t" });
}

async function jobs(call: Call): Promise<void> {
  const source = Buffer.from("1 / 0").toString("base64");
  await call("workspace.import", { path: "/Shared/fails", language: "PYTHON", content: source });
  const settings = {
    name: "j",
    tasks: [{ task_key: "t", notebook_task: { notebook_path: "/Shared/fails" } }],
  };
  const { job_id } = await call("jobs.create", settings);
  await call("jobs.get", { job_id });
  await call("jobs.update", { job_id, new_settings: { name: "k" } });
  await call("jobs.reset", { job_id, new_settings: settings });
  await call("jobs.list");
  await permissions(call, "jobs", { job_id });
  const { run_id } = await call("jobs.runNow", { job_id });
  const run = () => call("jobs.getRun", { run_id });
  const ended = () => until(async () => (await run()).state.result_state !== undefined);
  await ended();
  const [task] = (await run()).tasks;
  await call("jobs.getRunOutput", { run_id: task.run_id });
  await call("jobs.exportRun", { run_id: task.run_id });
  await call("jobs.repairRun", { run_id, rerun_all_failed_tasks: true });
  await call("jobs.cancelRun", { run_id });
  await call("jobs.listRuns");
  await call("jobs.submit", { tasks: settings.tasks });
  await call("jobs.cancelAllRuns", { job_id });
  await ended();
  await call("jobs.deleteRun", { run_id });
  await call("jobs.delete", { job_id });
}

it("what the local workspace answers is what the specs say, for every operation that it has state for", {
  timeout: 120_000,
}, async () => {
  const answered = new Set<string>();
  const { close, host, token } = await startLocalWorkspace({
    timings: { warehouseStart: 20, clusterStart: 20, pipelineStep: 20, endpointUpdate: 20 },
    inspect: async ({ id, answer: { kind } }, service, answer) => {
      answered.add(id);
      if (kind === "json") await checkAnswer(id, service, answer);
    },
  });
  onTestFinished(close);
  const client = new DatabricksClient({ host, token });
  const call: Call = (id, args = {}) => client.call(operations[id] as Operation, args);
  const parts = [platform, secrets, pipelines, serving, files, clusters, commands, sql, unityCatalog, jobs];
  for (const part of parts) await part(call);
  expect([...answered].toSorted()).toEqual((await implementedOperations()).toSorted());
});
