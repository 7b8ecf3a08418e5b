import { describe, expect, it } from "vitest";
import { directRefs, parseRef, SchemaIndex } from "../../../codegen/model/schema-refs.ts";
import { object, ref, STRING, tinyDocument } from "../tiny-api.ts";

describe("parseRef", () => {
  it.each([
    ["#/components/schemas/Task", { service: "jobs", name: "Task" }],
    ["compute.json#/components/schemas/ClusterSpec", { service: "compute", name: "ClusterSpec" }],
  ])("%s, seen from jobs", (text, name) => {
    expect(parseRef(text, "jobs")).toEqual(name);
  });

  it.each(["#/components/parameters/Task", "#/$defs/Task", "compute.json", ""])("%j refers to no component", (text) => {
    expect(() => parseRef(text, "jobs")).toThrow(`not a reference to a component schema: ${text}`);
  });
});

const index = new SchemaIndex(
  new Map([
    ["jobs", tinyDocument({ schemas: { Task: object({ next: ref("Task"), cluster: ref("Spec", "compute") }) } })],
    ["compute", tinyDocument({ schemas: { Spec: object({ disk: ref("Disk") }), Disk: object({}), Unused: STRING } })],
  ]),
);

describe("SchemaIndex", () => {
  it("finds what a reference refers to, and whose it is", () => {
    expect(index.resolve(ref("Disk", "compute"), "jobs")).toEqual({
      schema: object({}),
      home: "compute",
      ref: { service: "compute", name: "Disk" },
    });
  });

  it("leaves what is no reference", () => {
    expect(index.resolve(STRING, "jobs")).toEqual({ schema: STRING, home: "jobs" });
  });

  it.each([
    [ref("Gone"), "jobs.json has no component schema Gone"],
    [ref("Spec", "gone"), "gone.json has no component schema Spec"],
  ])("refuses %j", (schema, message) => {
    expect(() => index.resolve(schema, "jobs")).toThrow(message);
  });

  it("closes over references across services, each once, in name order", () => {
    const map = { type: "object", additionalProperties: { type: "array", items: ref("Task") } };
    expect(index.closure([map, ref("Task")], "jobs")).toEqual([
      { service: "compute", name: "Disk" },
      { service: "compute", name: "Spec" },
      { service: "jobs", name: "Task" },
    ]);
    expect(index.closure([STRING], "jobs")).toEqual([]);
  });
});

describe("directRefs", () => {
  it("are not followed; a property may bear the name of a keyword", () => {
    expect(directRefs(object({ items: ref("Task"), $ref: STRING, ref: ref("Spec", "compute") }), "jobs")).toEqual([
      { service: "jobs", name: "Task" },
      { service: "compute", name: "Spec" },
    ]);
  });
});
