import { beforeAll, describe, expect, it } from "vitest";
import { services } from "../../generated/index.ts";
import type { Operation } from "../../src/http/operation.ts";
import { checkedWorkspace, send } from "./checked-workspace.ts";
import { implementedOperations } from "./implemented.ts";

const operations: Readonly<Record<string, Operation>> = Object.assign(
  {},
  ...(await Promise.all(Object.values(services).map((service) => service.operations()))),
);

let implemented: readonly string[] = [];

beforeAll(async () => {
  implemented = await implementedOperations();
});

/** The operations of each API that the local workspace answers by itself; a new one is added here. */
const apis: Readonly<Record<string, string>> = {
  catalogs: "create delete get list update",
  clusters:
    "changeOwner create delete edit events get getPermissionLevels getPermissions list listNodeTypes listZones permanentDelete pin resize restart setPermissions sparkVersions start unpin update updatePermissions",
  commandExecution: "cancel commandStatus contextStatus create destroy execute",
  currentUser: "me",
  dbfs: "addBlock close create delete getStatus list mkdirs move put read",
  files:
    "createDirectory delete deleteDirectory download getDirectoryMetadata getMetadata listDirectoryContents upload",
  functions: "create delete get list",
  grants: "get getEffective update",
  jobs: "cancelAllRuns cancelRun create delete deleteRun exportRun get getPermissionLevels getPermissions getRun getRunOutput list listRuns repairRun reset runNow setPermissions submit update updatePermissions",
  libraries: "allClusterStatuses clusterStatus install uninstall",
  metastores: "current summary",
  permissions: "get getPermissionLevels set update",
  pipelines:
    "create delete get getPermissionLevels getPermissions getUpdate listPipelineEvents listPipelines listUpdates setPermissions startUpdate stop update updatePermissions",
  queryHistory: "list",
  schemas: "create delete get list update",
  secrets:
    "createScope deleteAcl deleteScope deleteSecret getAcl getSecret listAcls listScopes listSecrets putAcl putSecret",
  servingEndpoints:
    "create delete get getPermissionLevels getPermissions list patch query setPermissions updateConfig updatePermissions",
  statementExecution: "cancelExecution executeStatement getStatement getStatementResultChunkN",
  tables: "delete exists get list listSummaries update",
  tokens: "create delete list",
  volumes: "create delete list read update",
  warehouses:
    "create delete edit get getPermissionLevels getPermissions getWorkspaceWarehouseConfig list setPermissions setWorkspaceWarehouseConfig start stop updatePermissions",
  workspace: "delete export getStatus import list mkdirs",
};

describe("operations with state", () => {
  it("are operations of the specs", () => {
    expect(implemented.filter((id) => !Object.hasOwn(operations, id))).toEqual([]);
  });

  it("are these", () => {
    const expected = Object.entries(apis).flatMap(([api, names]) => names.split(" ").map((name) => `${api}.${name}`));
    expect(implemented.toSorted()).toEqual(expected.toSorted());
  });

  it("that list without arguments answer on a fresh workspace as the specs say", async () => {
    const local = await checkedWorkspace();
    const lists = implemented
      .map((id) => operations[id])
      .filter((each) => each?.method === "GET" && each.parameters.every(({ required }) => !required));
    expect(lists.length).toBeGreaterThan(15);
    const answers: unknown[] = [];
    for (const operation of lists) {
      const { status, body } = await send(local, "GET", operation?.path ?? "");
      answers.push([operation?.id, status, body.message]);
    }
    expect(answers).toEqual(lists.map((operation) => [operation?.id, 200, undefined]));
  });
});
