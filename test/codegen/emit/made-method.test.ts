import { expect, it } from "vitest";
import { emitClient } from "../../../codegen/emit/client.ts";
import type { OpenApiOperation } from "../../../codegen/model/openapi.ts";
import type { Annotation } from "../../../codegen/model/specs.ts";
import { answering, inPath, inQuery, object, ref, STRING, tinyModel } from "../tiny-api.ts";

const THING = 'components["schemas"]["Thing"]';
const THINGS = 'components["schemas"]["Things"]';
const OPERATION = 'components["schemas"]["Operation"]';

const schemas = {
  Thing: object({ status: object({ state: STRING }), metadata: STRING }),
  Things: object({ things: { type: "array", items: ref("Thing") } }),
  Operation: object({ name: STRING }),
};
const list: Partial<OpenApiOperation> = {
  parameters: [inQuery("page_token")],
  ...answering("application/json", ref("Things")),
  "x-databricks-pagination": {
    kind: "token",
    items: "things",
    request: "page_token",
    in: "query",
    response: "next_page_token",
  },
};
const wait: Partial<OpenApiOperation> = {
  "x-databricks-wait": {
    poll: "things.get",
    arguments: { id: { from: "request", field: "id" } },
    state: "status.state",
    success: ["DONE"],
    failure: [],
    timeoutMinutes: 20,
  },
};
const longRunning = { poll: "things.getOperation", result: "Thing", metadata: "Thing" };

/** How `things.do` is declared, made and described. */
function made(operation: Partial<OpenApiOperation>, annotation: Annotation = {}): string[] {
  const operations = {
    "GET /api/2.0/things/{id}": {
      operationId: "things.get",
      parameters: [inPath("id")],
      ...answering("application/json", ref("Thing")),
    },
    "GET /api/2.0/operations/{id}": {
      operationId: "things.getOperation",
      parameters: [inPath("id")],
      ...answering("application/json", ref("Operation")),
    },
    "POST /api/2.0/things": { operationId: "things.do", ...operation },
  };
  const model = tinyModel({ things: { operations, schemas } }, { "things.do": annotation });
  const lines = emitClient("things", model.operations).content.split("\n");
  return lines.filter((line, index) => /\bdo\b/.test(line) || /readonly do:/.test(lines[index + 1] ?? ""));
}

const query = 'NonNullable<operations["things.do"]["parameters"]["query"]>';
const paged = `PagedMethod<${query}, ${THINGS}, NonNullable<${THINGS}["things"]>[number]>`;
const state = `NonNullable<NonNullable<${THING}["status"]>["state"]>`;

it.each<[string, Partial<OpenApiOperation>, Annotation, string[]]>([
  [
    "a list",
    list,
    {},
    [
      "  /** Do it. `POST /api/2.0/things`. `.all()` reads the `things` of every page. */",
      `  readonly do: ${paged};`,
      '    this.do = caller.paged(requests["things.do"]!);',
    ],
  ],
  [
    "text",
    answering("text/plain", STRING),
    {},
    [
      "  /** Do it. `POST /api/2.0/things`. `.stream()` gives its `contents` as they come. */",
      "  readonly do: StreamedMethod<Record<string, never>, { contents: string }>;",
      '    this.do = caller.streamed(requests["things.do"]!);',
    ],
  ],
  [
    "bytes and headers",
    answering("application/octet-stream", STRING, { etag: { schema: STRING } }),
    {},
    [
      "  /** Do it. `POST /api/2.0/things`. `.stream()` gives its `contents` as they come. */",
      "  readonly do: StreamedMethod<Record<string, never>, { contents: Uint8Array; etag?: string }>;",
      '    this.do = caller.streamed(requests["things.do"]!);',
    ],
  ],
  [
    "what is waited for",
    wait,
    {},
    [
      "  /** Do it. `POST /api/2.0/things`. `.wait()` returns the last answer of `things.get`. */",
      `  readonly do: WaitedMethod<Record<string, never>, void, ${THING}, ${state}>;`,
      '    this.do = caller.waited(requests["things.do"]!, requests["things.get"]!);',
    ],
  ],
  [
    "a long-running operation",
    { "x-databricks-long-running": longRunning },
    {},
    [
      "  /** Do it. `POST /api/2.0/things`. `.wait()` returns the `Thing`. */",
      `  readonly do: WaitedMethod<Record<string, never>, void, ${OPERATION} & { metadata?: ${THING} }, "RUNNING" | "DONE", ${THING}>;`,
      '    this.do = caller.waited(requests["things.do"]!, requests["things.getOperation"]!);',
    ],
  ],
  [
    "a long-running operation that gives nothing",
    { "x-databricks-long-running": { poll: "things.getOperation", metadata: "Thing" } },
    {},
    [
      "  /** Do it. `POST /api/2.0/things`. `.wait()` returns when it is done. */",
      `  readonly do: WaitedMethod<Record<string, never>, void, ${OPERATION} & { metadata?: ${THING} }, "RUNNING" | "DONE", void>;`,
      '    this.do = caller.waited(requests["things.do"]!, requests["things.getOperation"]!);',
    ],
  ],
  [
    "an object whose lists come in pages",
    answering("application/json", ref("Thing")),
    { subPages: { lists: ["tasks"] } },
    [
      "  /** Do it. `POST /api/2.0/things`. `.whole()` reads the lists of every page. */",
      `  readonly do: WholeMethod<Record<string, never>, ${THING}>;`,
      '    this.do = caller.whole(requests["things.do"]!);',
    ],
  ],
  [
    "a list that is waited for",
    { ...list, ...wait },
    {},
    [
      "  /** Do it. `POST /api/2.0/things`. `.all()` reads the `things` of every page. `.wait()` returns the last answer of `things.get`. */",
      `  readonly do: ${paged} & WaitedMethod<${query}, ${THINGS}, ${THING}, ${state}>;`,
      `    this.do = Object.assign(caller.paged<${query}, ${THINGS}, NonNullable<${THINGS}["things"]>[number]>(requests["things.do"]!), ` +
        `caller.waited<${query}, ${THINGS}, ${THING}, ${state}>(requests["things.do"]!, requests["things.get"]!));`,
    ],
  ],
])("%s", (_, operation, annotation, lines) => {
  expect(made(operation, annotation)).toEqual(lines);
});

it("a list that is the answer itself has its items too, where it is read", () => {
  const answer = answering("application/json", { type: "array", items: ref("Thing") });
  const operations = { "GET /api/2.0/things": { operationId: "things.do", ...answer } };
  const { content } = emitClient("things", tinyModel({ things: { operations, schemas } }).operations);
  expect(content).toContain(`readonly do: PagedMethod<Record<string, never>, ${THING}[], ${THING}[][number]>;`);
  expect(made(answer).join()).not.toContain("PagedMethod");
});

it("needs the operation that it polls", () => {
  const elsewhere = { "x-databricks-long-running": { ...longRunning, poll: "others.get" } };
  expect(() => made(elsewhere)).toThrow("things.do is waited for with others.get, which things.json does not have");
});
