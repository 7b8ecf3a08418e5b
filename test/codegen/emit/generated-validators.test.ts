import { describe, expect, it } from "vitest";
import { services } from "../../../generated/index.ts";

/** What the check of an operation says of arguments: `path: message` for each problem. */
async function problems(service: string, id: string, args: unknown): Promise<string[]> {
  const validator = (await services[service]?.validators())?.[id];
  if (!validator) throw new Error(`${service} has no validator for ${id}`);
  const issues = validator.safeParse(args).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const INTEGER = "expected an integer up to 2^53 - 1, or its digits as text";

describe("an integer of 64 bits", () => {
  it.each([
    ["a number", 1125899906842624],
    ["its digits", "1125899906842624"],
    ["digits that no number can hold", "9223372036854775807"],
    ["negative digits", "-1"],
  ])("may be %s", async (_, job_id) => {
    expect(await problems("jobs", "jobs.runNow", { job_id })).toEqual([]);
  });

  it.each([
    ["a number that has lost digits", 2 ** 53],
    ["a fraction", 1.5],
    ["a word", "latest"],
    ["digits with anything around", " 1"],
    ["too many digits", "1".repeat(20)],
    ["empty", ""],
    ["true", true],
    ["missing", undefined],
  ])("may not be %s", async (_, job_id) => {
    expect(await problems("jobs", "jobs.runNow", { job_id })).toEqual([`job_id: ${INTEGER}`]);
  });
});

describe("a key that there is not names its place", () => {
  it.each<[string, object, string]>([
    ["at the top", { nmae: "nightly" }, ': Unrecognized key: "nmae"'],
    [
      "in an item",
      { tasks: [{ task_key: "a" }, { task_key: "b", notebok: {} }] },
      'tasks.1: Unrecognized key: "notebok"',
    ],
    [
      "in a task inside a task inside a task",
      { tasks: [forEach("a", forEach("b", { task_key: "c", timeout: 1 }))] },
      'tasks.0.for_each_task.task.for_each_task.task: Unrecognized key: "timeout"',
    ],
    [
      "in a component of another service",
      { tasks: [{ task_key: "a", new_cluster: { spark_version: "16.4.x", autoscal: {} } }] },
      'tasks.0.new_cluster: Unrecognized key: "autoscal"',
    ],
  ])("%s", async (_, args, problem) => {
    expect(await problems("jobs", "jobs.create", args)).toEqual([problem]);
  });
});

function forEach(task_key: string, task: object): object {
  return { task_key, for_each_task: { inputs: "[1]", task } };
}

describe("a job", () => {
  it("is as deep as one likes", async () => {
    const new_cluster = { spark_version: "16.4.x", num_workers: 2, custom_tags: { team: "data" } };
    const leaf = { task_key: "c", new_cluster, notebook_task: { notebook_path: "/n", base_parameters: { a: "1" } } };
    expect(await problems("jobs", "jobs.create", { tasks: [forEach("a", forEach("b", leaf))] })).toEqual([]);
  });

  it("lacks what must be there", async () => {
    expect(await problems("jobs", "jobs.create", { tasks: [{}] })).toEqual([
      "tasks.0.task_key: Invalid input: expected string, received undefined",
    ]);
  });

  it("has values of the wrong type", async () => {
    const new_cluster = { spark_version: "16.4.x", num_workers: "2", custom_tags: { team: 1 } };
    const args = { format: "TASKS", tasks: [{ task_key: "a", depends_on: "b", new_cluster }] };
    expect((await problems("jobs", "jobs.create", args)).toSorted()).toEqual([
      'format: Invalid option: expected one of "MULTI_TASK"|"SINGLE_TASK"',
      "tasks.0.depends_on: Invalid input: expected array, received string",
      "tasks.0.new_cluster.custom_tags.team: Invalid input: expected string, received number",
      "tasks.0.new_cluster.num_workers: Invalid input: expected number, received string",
    ]);
  });
});

describe("other arguments", () => {
  it.each<[string, string, string, unknown, string[]]>([
    ["bytes", "files", "files.upload", { file_path: "/f", contents: new Uint8Array([1]) }, []],
    ["bytes as base64", "files", "files.upload", { file_path: "/f", contents: "aGk=" }, []],
    [
      "bytes as something else",
      "files",
      "files.upload",
      { file_path: "/f", contents: "{}" },
      ["contents: expected bytes, or base64 text"],
    ],
    ["a map", "settings", "workspaceConf.setStatus", { contents: { enableTokensConfig: "true" } }, []],
    [
      "a map with a wrong value",
      "settings",
      "workspaceConf.setStatus",
      { contents: { enableTokensConfig: true } },
      ["contents.enableTokensConfig: Invalid input: expected string, received boolean"],
    ],
    ["none", "workspace", "secrets.listScopes", {}, []],
    ["some where there are none", "workspace", "secrets.listScopes", { a: 1 }, [': Unrecognized key: "a"']],
    ["no object", "workspace", "secrets.listScopes", [], [": Invalid input: expected object, received array"]],
  ])("%s", async (_, service, id, args, expected) => {
    expect(await problems(service, id, args)).toEqual(expected);
  });
});
