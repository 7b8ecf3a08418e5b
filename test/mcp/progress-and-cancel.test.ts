import { describe, expect, it } from "vitest";
import { fixture, type Message, ServerProcess } from "./server-process.ts";

function progressOf(messages: readonly Message[], token: unknown): Message["params"][] {
  return messages
    .filter(({ method, params }) => method === "notifications/progress" && params.progressToken === token)
    .map(({ params }) => params);
}

const eras = [
  ["2026-07-28", async (_: ServerProcess) => {}],
  ["2025-06-18", async (server: ServerProcess) => void (await server.initialize("2025-06-18"))],
] as const;

describe.each(eras)("progress and cancellation in revision %s", (_, open) => {
  it("15: progress is strictly increasing, and there is none after the answer", async () => {
    await using server = new ServerProcess({ script: fixture });
    await open(server);
    const { result } = await server.request(
      "tools/call",
      { name: "progresses", arguments: {} },
      { progressToken: "a" },
    );
    expect(result.content[0].text).toBe("done");
    await server.request("tools/call", { name: "progresses", arguments: {} });
    expect(progressOf(server.messages, "a")).toEqual([
      { progressToken: "a", progress: 1, message: "first" },
      { progressToken: "a", progress: 2, message: "second" },
    ]);
  });

  it("15: without a token there is no progress", async () => {
    await using server = new ServerProcess({ script: fixture });
    await open(server);
    await server.request("tools/call", { name: "progresses", arguments: {} });
    expect(server.messages.filter(({ method }) => method !== undefined)).toEqual([]);
  });

  it("16: a cancelled call is aborted, and nothing more is sent for it", async () => {
    await using server = new ServerProcess({ script: fixture });
    await open(server);
    const requestId = server.start("tools/call", { name: "waits", arguments: {} }, { progressToken: "b" });
    await server.find(({ method }) => method === "notifications/progress");
    server.send({ method: "notifications/cancelled", params: { requestId } });
    await server.request("tools/call", { name: "progresses", arguments: {} });
    await server.request("tools/call", { name: "progresses", arguments: {} });
    expect(server.stderr).toContain("cleaned up");
    expect(server.messages.filter(({ id }) => id === requestId)).toEqual([]);
    expect(progressOf(server.messages, "b").map(({ message }) => message)).toEqual(["waiting"]);
  });

  it("16: cancelling an unknown or finished request changes nothing", async () => {
    await using server = new ServerProcess({ script: fixture });
    await open(server);
    const first = await server.request("tools/call", { name: "takes", arguments: {} });
    server.send({ method: "notifications/cancelled", params: { requestId: first.id } });
    server.send({ method: "notifications/cancelled", params: { requestId: "never sent" } });
    expect((await server.request("tools/call", { name: "takes", arguments: {} })).result.isError).toBeUndefined();
  });
});
