import { expect, it } from "vitest";
import { searchOperations } from "../../../src/mcp/operations/search-index.ts";

it.each([
  ["run a job now", "jobs.runNow"],
  ["list job runs", "jobs.listRuns"],
  ["cancel a run", "jobs.cancelRun"],
  ["run output", "jobs.getRunOutput"],
  ["repair run", "jobs.repairRun"],
  ["create cluster", "clusters.create"],
  ["terminate cluster", "clusters.delete"],
  ["cluster events", "clusters.events"],
  ["execute sql statement", "statementExecution.executeStatement"],
  ["start sql warehouse", "warehouses.start"],
  ["query history", "queryHistory.list"],
  ["table details", "tables.get"],
  ["list tables in schema", "tables.list"],
  ["current user", "currentUser.me"],
  ["upload file to volume", "files.upload"],
  ["import notebook", "workspace.import"],
  ["grant privileges on table", "grants.update"],
  ["query serving endpoint", "servingEndpoints.query"],
  ["start pipeline update", "pipelines.startUpdate"],
  ["genie ask question", "genie.startConversation"],
  ["ip access list", "ipAccessLists.list"],
  ["publish dashboard", "lakeview.publish"],
  ["job permissions", "jobs.getPermissions"],
  ["library install", "libraries.install"],
  ["apps deploy", "apps.deploy"],
])("finds %j: %s is among the first three", async (query, id) => {
  const found = await searchOperations(query, {});
  expect(found.slice(0, 3).map((entry) => entry.id)).toContain(id);
});

it("puts an operation of the words asked for before one that only has them among its arguments", async () => {
  const [first] = await searchOperations("list job runs", {});
  expect(first?.id).toBe("jobs.listRuns");
});
