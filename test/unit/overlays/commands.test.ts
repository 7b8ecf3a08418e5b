import { describe, expect, it } from "vitest";
import { DatabricksClient } from "../../../src/client/databricks-client.ts";
import {
  closeContext,
  contextStatus,
  formatContext,
  openContext,
  parseContext,
  withContext,
} from "../../../src/overlays/commands/execution-context.ts";
import { closeAllContexts } from "../../../src/overlays/commands/open-contexts.ts";
import { cancelCommand, commandStatus, runCommand } from "../../../src/overlays/commands/run-command.ts";
import { type ClusterScript, type CommandServer, commandServer } from "../../fakes/command-server.ts";
import { FakeClock } from "../../faults/fake-clock.ts";

const where = { cluster_id: "0601-1", language: "python" } as const;
const gone = new Error("the agent left");
const done = { results: { resultType: "text", data: "2" } };

async function start(
  script: ClusterScript = {},
): Promise<{ server: CommandServer; client: DatabricksClient; clock: FakeClock }> {
  const server = await commandServer(script);
  const clock = new FakeClock();
  return { server, clock, client: new DatabricksClient({ host: server.host, token: "t0ken", clock }) };
}

/** A context that is open on the server. */
async function opened(script: ClusterScript = {}) {
  const started = await start(script);
  return { ...started, context: await openContext(started.client, where, { clock: started.clock }) };
}

describe("openContext", () => {
  it("waits until the context runs", async () => {
    const { server, client, clock } = await start({ contextStatuses: ["Pending", "Pending", "Running"] });
    const context = await openContext(client, where, { clock });
    expect(context).toEqual({ ...where, context_id: "x1" });
    expect(clock.waits).toEqual([250, 500]);
    expect(server.contexts).toEqual(["x1"]);
  });

  it.each([
    ["TERMINATED", 'Start it with operation clusters.start {"cluster_id":"0601-1"}'],
    ["PENDING", "ask operation clusters.get until its state is RUNNING"],
  ])("does not start a cluster that is %s", async (state, hint) => {
    const { server, client } = await start({ state });
    await expect(openContext(client, where)).rejects.toMatchObject({
      name: "ContextError",
      message: expect.stringContaining(`cluster 0601-1 is ${state}, not RUNNING (Inactive for 2 h)`),
      hint: expect.stringContaining(hint),
    });
    expect(server.seen).toEqual(["GET /clusters/get"]);
  });

  it.each([
    ["fails", ["Pending", "Error"]],
    ["never runs", ["Pending"]],
  ])("destroys a context that %s", async (_, contextStatuses) => {
    const { server, client, clock } = await start({ contextStatuses });
    await expect(openContext(client, where, { clock })).rejects.toThrow(/did not start: its status is (Error|Pending)/);
    expect(server.contexts).toEqual([]);
  });

  it.each([
    ["while it is created", "POST /api/1.2/contexts/create"],
    ["while it starts", "GET /api/1.2/contexts/status"],
  ])("destroys a context that nobody wants any more %s", async (_, request) => {
    const { server, client, clock } = await start({ contextStatuses: ["Pending"] });
    const agent = new AbortController();
    server.beforeAnswer = ({ method, path }) => `${method} ${path}` === request && agent.abort(gone);
    await expect(openContext(client, where, { clock, signal: agent.signal })).rejects.toBe(gone);
    expect(server.seen).toContain("POST /contexts/create");
    expect(server.contexts).toEqual([]);
  });
});

describe("closing", () => {
  it("is done once, and again without harm", async () => {
    const { server, client, context } = await opened();
    await closeContext(client, context);
    await closeContext(client, context);
    expect(server.contexts).toEqual([]);
  });

  it("ends withContext, also when its work throws", async () => {
    const { server, client, clock } = await start();
    const work = withContext(client, where, () => Promise.reject(gone), { clock });
    await expect(work).rejects.toBe(gone);
    expect(server.contexts).toEqual([]);
  });

  it("comes with the end of the process for every context left", async () => {
    const { server, client, context, clock } = await opened();
    await openContext(client, where, { clock });
    await closeContext(client, context);
    await closeAllContexts(1_000);
    expect(server.contexts).toEqual([]);
    expect(server.seen.filter((line) => line.endsWith("/destroy"))).toHaveLength(2);
  });

  it("counts contexts as closed that their cluster has lost", async () => {
    const { server } = await opened();
    server.restart();
    await expect(closeAllContexts(1_000)).resolves.toBeUndefined();
  });
});

describe("runCommand", () => {
  it("waits for the end and reads the result", async () => {
    const { server, client, context, clock } = await opened({
      ...done,
      commandStatuses: ["Queued", "Running", "Finished"],
    });
    expect(await runCommand(client, context, "print(1 + 1)", { clock })).toEqual({
      command_id: "c1",
      status: "Finished",
      result: { kind: "text", text: "2", truncated: false },
    });
    const ids = { clusterId: "0601-1", contextId: "x1" };
    expect(server.executed).toEqual([{ ...ids, language: "python", command: "print(1 + 1)" }]);
  });

  it("hands over a command that never ends", async () => {
    const { server, client, context, clock } = await opened({ commandStatuses: ["Running"] });
    const answer = await runCommand(client, context, "while True: pass", { clock, max_wait_seconds: 60 });
    expect(answer).toEqual({ command_id: "c1", status: "Running" });
    expect(server.seen).not.toContain("POST /commands/cancel");
  });

  it("cancels the command when the agent leaves", async () => {
    const { server, client, context } = await opened({ commandStatuses: ["Running"] });
    const agent = new AbortController();
    const clock = new FakeClock(() => agent.abort(gone));
    await expect(runCommand(client, context, "1", { clock, signal: agent.signal })).rejects.toBe(gone);
    expect(server.seen.at(-1)).toBe("POST /commands/cancel");
    expect(server.contexts).toEqual(["x1"]);
  });

  it("says so when the context is lost before the command", async () => {
    const { server, client, context } = await opened();
    server.restart();
    await expect(runCommand(client, context, "1")).rejects.toMatchObject({
      name: "ContextError",
      hint: "Open a new context; variables and imports of the old one are lost.",
    });
    await expect(contextStatus(client, context)).rejects.toMatchObject({ name: "ContextError" });
  });

  it("says so when the context is lost while the command runs", async () => {
    const { server, client, context } = await opened({ commandStatuses: ["Running"] });
    const clock = new FakeClock(() => server.restart());
    await expect(runCommand(client, context, "1", { clock })).rejects.toThrow(
      /^the context no longer exists .* Open a new context/s,
    );
  });

  it("names the command that may still run when its status cannot be read", async () => {
    const { client, context, clock } = await opened({ commandStatuses: ["Running"], loseCommands: true });
    await expect(runCommand(client, context, "1", { clock })).rejects.toThrow(
      /^command c1: .*It may still be running/s,
    );
  });
});

describe("cancelCommand", () => {
  it.each<[string, ClusterScript, string]>([
    ["that takes effect at once", { commandStatuses: ["Running"] }, "Cancelled"],
    ["that takes its time", { commandStatuses: ["Running"], pollsToCancel: 4 }, "Cancelled"],
    ["that comes too late", { ...done, commandStatuses: ["Running", "Finished"], pollsToCancel: 9 }, "Finished"],
    ["that has no effect", { commandStatuses: ["Running"], pollsToCancel: 99 }, "Running"],
  ])("tells the real end after a cancel %s", async (_, script, status) => {
    const { client, context, clock } = await opened(script);
    const { command_id } = await runCommand(client, context, "1", { clock, max_wait_seconds: 0 });
    expect(await cancelCommand(client, { ...context, command_id }, { clock })).toMatchObject({ status });
  });
});

it("commandStatus takes up a command, and tells an unknown one from a lost context", async () => {
  const { client, context, clock } = await opened({ ...done, commandStatuses: ["Running", "Finished"] });
  const { command_id } = await runCommand(client, context, "1", { clock, max_wait_seconds: 0 });
  expect(await commandStatus(client, { ...context, command_id })).toMatchObject({ status: "Finished" });
  const unknown = commandStatus(client, { ...context, command_id: "c9" });
  await expect(unknown).rejects.toMatchObject({ name: "NotFoundError", status: 404 });
});

describe("the handle of a context", () => {
  it("goes to the agent and back", () => {
    const context = { cluster_id: "0601-1", context_id: "812", language: "scala" } as const;
    expect(formatContext(context)).toBe("0601-1/812/scala");
    expect(parseContext("0601-1/812/scala")).toEqual(context);
  });

  it.each(["", "812", "0601-1/812", "0601-1/812/perl", "0601-1//python", "a/b/python/c"])("refuses %j", (handle) => {
    expect(() => parseContext(handle)).toThrow("argument context is not a context");
  });
});
