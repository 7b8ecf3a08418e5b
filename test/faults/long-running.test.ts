import { describe, expect, it } from "vitest";
import { asked, clientFor } from "./client-for.ts";
import { FakeClock } from "./fake-clock.ts";
import { answer, type Behaviour, faultServer } from "./fault-server.ts";

const name = "projects/p/operations/o1";
const create = 'POST /api/2.0/postgres/projects?project_id=p {"spec":{}}';
const poll = `GET /api/2.0/postgres/${name}`;

/** A long-running operation as Databricks shows it. */
const operation = (more: object = {}): Behaviour => answer(200, { name, ...more });

/** Creates a project against a server that says these things. */
async function createProject(...behaviours: Behaviour[]) {
  const server = await faultServer(...behaviours);
  const project = clientFor(server).postgres.createProject.wait({ project_id: "p", project: { spec: {} } });
  return { server, outcome: await project.catch((error: unknown) => error) };
}

describe("a long-running operation", () => {
  it("is polled by its name until it is done, and gives its response", async () => {
    const done = operation({ done: true, response: { name: "projects/p" } });
    const { server, outcome } = await createProject(operation({ done: false }), operation(), done);
    expect(outcome).toEqual({ name: "projects/p" });
    expect(asked(server)).toEqual([create, poll, poll]);
  });

  it("is polled once even if it is done at once", async () => {
    const done = operation({ done: true, response: { name: "projects/p" } });
    const { server, outcome } = await createProject(done);
    expect(outcome).toEqual({ name: "projects/p" });
    expect(asked(server)).toEqual([create, poll]);
  });

  it.each<[string, object, object]>([
    [
      "its error",
      { done: true, error: { error_code: "QUOTA_EXCEEDED", message: "too many" } },
      { kind: "failed", state: "QUOTA_EXCEEDED", reason: "too many" },
    ],
    ["an error without words", { done: true, error: {} }, { kind: "failed", reason: "Databricks gives no reason" }],
    ["no response", { done: true }, { kind: "lost", cause: { message: "it is done without a response" } }],
  ])("fails with %s", async (_, end, error) => {
    const { outcome } = await createProject(operation(), operation(end));
    expect(outcome).toMatchObject({ name: "WaitError", poll: { operation: "postgres.getOperation" }, ...error });
  });

  it("fails without a name to poll", async () => {
    const { outcome } = await createProject(answer(200, {}));
    expect(String(outcome)).toContain("postgres.createProject: it was accepted, but its state cannot be read");
  });

  it("may give nothing", async () => {
    const server = await faultServer(operation(), operation({ done: true, response: {} }));
    expect(await clientFor(server).postgres.deleteProject.wait({ name: "projects/p" })).toBeUndefined();
    expect(asked(server)).toEqual(["DELETE /api/2.0/postgres/projects/p", poll]);
  });
});

/** Jitter of exactly a half. */
class HalfClock extends FakeClock {
  override random = (): number => 0.5;
}

describe("while it waits", () => {
  it("pauses for a random part of 1, 2, 4, … 60 seconds", async () => {
    const running = Array.from({ length: 9 }, () => operation());
    const server = await faultServer(...running, operation({ done: true, response: {} }));
    const clock = new HalfClock();
    await clientFor(server, clock).postgres.createProject.wait({ project_id: "p", project: {} });
    expect(clock.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it("takes 20 minutes at most, the last second of them for the last answer", async () => {
    const server = await faultServer(operation());
    const clock = new HalfClock();
    const wait = clientFor(server, clock).postgres.createProject.wait({ project_id: "p", project: {} });
    await expect(wait).rejects.toThrow("not at its end after 1199 s, but last seen RUNNING");
  });

  it("tells of every poll", async () => {
    const done = { done: true, response: {}, metadata: { progress: 1 } };
    const server = await faultServer(operation(), operation(), operation(done));
    const seen: unknown[] = [];
    await clientFor(server).postgres.createProject.wait(
      { project_id: "p", project: {} },
      { onProgress: ({ state, polled }) => seen.push([state, polled.metadata]) },
    );
    expect(seen).toEqual([
      ["RUNNING", undefined],
      ["DONE", { progress: 1 }],
    ]);
  });
});
