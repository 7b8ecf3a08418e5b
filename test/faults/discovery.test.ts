import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Settings } from "../../src/config/settings.ts";
import { HttpCaller } from "../../src/http/http-caller.ts";
import type { Operation } from "../../src/http/operation.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, type Behaviour, type FaultServer, faultServer, hangUp, silence } from "./fault-server.ts";
import { executeStatement, getJob, listGroups } from "./operations.ts";

const ids = { account_id: "a-told", workspace_id: 123 };

/** A server that tells these ids, and how often it was asked for them. */
async function telling(behaviour: Behaviour = answer(200, ids)): Promise<FaultServer & { asked: () => number }> {
  const server = await faultServer(answer(200, {}));
  let asked = 0;
  server.discovery = (response, request) => {
    asked++;
    expect(request.headers.authorization).toBeUndefined();
    behaviour(response, request);
  };
  return Object.assign(server, { asked: () => asked });
}

const callerOf = (host: string, settings: Partial<Settings> = {}) =>
  new HttpCaller({ host, token: "t0ken", ...settings }, { clock: new FakeClock() });

/** Path and workspace of each request. */
const sent = ({ requests }: FaultServer) =>
  requests.map(({ url, headers }) => [url, headers["x-databricks-workspace-id"]]);

const inWorkspace = "/api/2.2/jobs/get";
const inAccount = (id: string) => `/api/2.0/accounts/${id}/scim/v2/Groups`;

it.each<[string, Operation, object, Partial<Settings>, unknown, number]>([
  ["names the workspace that the host tells", getJob, {}, {}, [inWorkspace, "123"], 1],
  ["fills the account that the host tells", listGroups, {}, {}, [inAccount("a-told"), undefined], 1],
  ["asks for nothing when the workspace is set", getJob, {}, { workspaceId: "7" }, [inWorkspace, "7"], 0],
  [
    "asks for nothing when there is to be no workspace",
    getJob,
    {},
    { workspaceId: "none" },
    [inWorkspace, undefined],
    0,
  ],
  [
    "asks for nothing when the account is set",
    listGroups,
    {},
    { accountId: "mine" },
    [inAccount("mine"), undefined],
    0,
  ],
  ["asks for nothing when the account is given", listGroups, { account_id: "a" }, {}, [inAccount("a"), undefined], 0],
])("a call with a personal access token %s", async (_, operation, args, settings, request, asked) => {
  const server = await telling();
  const caller = callerOf(server.host, settings);
  for (let count = 0; count < 3; count++) await caller.call(operation, args);
  expect(sent(server)).toEqual([request, request, request]);
  expect(server.asked()).toBe(asked);
});

it("a host is asked once, however many clients and calls there are", async () => {
  const server = await telling();
  const callers = [callerOf(server.host), callerOf(server.host)];
  await Promise.all(callers.flatMap((caller) => [caller.call(getJob, {}), caller.call(listGroups, {})]));
  expect(server.asked()).toBe(1);
  expect(sent(server).filter(([, workspace]) => workspace === "123")).toHaveLength(2);
});

describe("a call goes on without", () => {
  it.each<[string, Behaviour]>([
    ["404", answer(404, "no")],
    ["500", answer(500)],
    ["a web page", answer(200, "<html>")],
    ["broken JSON", answer(200, '{"workspace_id":')],
    ["a workspace that is no id", answer(200, { workspace_id: "1\r\nx-evil: 1" })],
    ["a redirect", answer(302, "", { location: "/elsewhere" })],
    ["no answer", hangUp],
  ])("after %s", async (_, behaviour) => {
    const server = await telling(behaviour);
    await callerOf(server.host).call(executeStatement, {});
    expect(sent(server)).toEqual([["/api/2.0/sql/statements", undefined]]);
  });

  it("says that the account is missing when nobody tells", async () => {
    const server = await telling(answer(404));
    await expect(callerOf(server.host).call(listGroups, {})).rejects.toThrow("Set DATABRICKS_ACCOUNT_ID");
  });

  it("after 5 s of silence, once", async () => {
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const server = await telling(() => resolve());
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const caller = callerOf(server.host);
    const calls = Promise.all([caller.call(getJob, {}), caller.call(getJob, {})]);
    await arrived;
    await vi.advanceTimersByTimeAsync(4_999);
    expect(server.requests).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await calls;
    await caller.call(getJob, {});
    expect(sent(server)).toEqual(Array(3).fill([inWorkspace, undefined]));
    expect(server.asked()).toBe(1);
  });
});

it("a silent host does not hold a call beyond its deadline, nor its caller's patience", async () => {
  const server = await telling(silence);
  const caller = callerOf(server.host);
  await expect(caller.call(getJob, {}, { deadlineMs: 30 })).rejects.toMatchObject({ code: "DEADLINE" });
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(caller.call(getJob, {}, { signal })).rejects.toThrow("enough");
  expect(server.requests).toEqual([]);
});
