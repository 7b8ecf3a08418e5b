import type { ApiModel, ArgumentModel, OperationModel } from "../model/operations.ts";
import { type Change, ChangeLog, type Release } from "./diff-changes.ts";
import { appearance, type Located, necessity, SchemaDiff } from "./diff-schemas.ts";

/**
 * What callers of tools and of the typed client would notice, from one model of the API to another. Launch stages are
 * compared on demand only: an import without the CLI has none.
 */
export function diffModels(older: ApiModel, newer: ApiModel, { stages }: { readonly stages: boolean }): Change[] {
  const log = new ChangeLog();
  const [before, after] = [byId(older), byId(newer)];
  for (const id of before.keys()) if (!after.has(id)) log.add(vanished(id, newer), id);
  for (const id of after.keys())
    if (!before.has(id)) log.add({ part: "operations", subject: id, text: "appears", release: "minor" }, id);
  for (const [id, operation] of after) {
    const earlier = before.get(id);
    if (!earlier) continue;
    const schemas = new SchemaDiff([older.schemas, newer.schemas], log, id);
    compareArguments(earlier, operation, schemas, log);
    compareAnswers(earlier, operation, schemas, log);
    compareFacts(earlier, operation, stages, log);
  }
  return log.all();
}

const byId = ({ operations }: ApiModel): Map<string, OperationModel> =>
  new Map(operations.map((each) => [each.id, each]));

function vanished(id: string, { aliases }: ApiModel): Omit<Change, "operations"> {
  const of = aliases.get(id);
  const text = of ? `vanishes, as an alias of ${of}` : "vanishes";
  return { part: "operations", subject: id, text, release: "major" };
}

function compareArguments(a: OperationModel, b: OperationModel, schemas: SchemaDiff, log: ChangeLog): void {
  const add = (name: string, text: string, release: Release): void =>
    log.add({ part: "arguments", subject: b.id, text: `${name} ${text}`, release }, b.id);
  const [before, after] = [byName(a.arguments), byName(b.arguments)];
  for (const name of before.keys()) if (!after.has(name)) add(name, "vanishes", "major");
  for (const [name, argument] of after) {
    const earlier = before.get(name);
    if (!earlier) add(name, ...appearance(argument.required, "request"));
    if (!earlier) continue;
    if (earlier.required !== argument.required) add(name, ...necessity(argument.required, "request"));
    if (shape(earlier) !== shape(argument)) add(name, `takes ${argument.pattern}, not ${earlier.pattern}`, "major");
    if (earlier.from !== argument.from) add(name, `moves from the ${earlier.from} to the ${argument.from}`, "minor");
    schemas.compare(located(a, earlier), located(b, argument), "request");
  }
}

const byName = (args: readonly ArgumentModel[]): Map<string, ArgumentModel> =>
  new Map(args.map((each) => [each.name, each]));

/** Form of a resource name; what its pieces are called does not matter. */
const shape = ({ pattern }: ArgumentModel): string | undefined => pattern?.replace(/\{[^{}.]+\}/g, "{}");

const located = ({ id, service }: OperationModel, { name, schema }: ArgumentModel): Located => ({
  schema,
  home: service,
  at: `${id} ${name}`,
});

function compareAnswers(a: OperationModel, b: OperationModel, schemas: SchemaDiff, log: ChangeLog): void {
  const [before, after] = [a.wire.answer.kind, b.wire.answer.kind];
  if (before !== after)
    log.add({ part: "facts", subject: b.id, text: `answers ${after}, not ${before}`, release: "major" }, b.id);
  else if (a.output && b.output)
    schemas.compare(
      { schema: a.output, home: a.service, at: `${a.id} answer` },
      { schema: b.output, home: b.service, at: `${b.id} answer` },
      "response",
    );
}

interface Fact {
  readonly name: string;
  readonly of: (operation: OperationModel) => unknown;
  /** What a release must be that brings the fact, changes it, or loses it. */
  readonly gained: Release;
  readonly changed: Release;
  readonly lost: Release;
}

const HARMLESS = { gained: "minor", changed: "minor", lost: "minor" } as const;
const RELIED_ON = { gained: "minor", changed: "minor", lost: "major" } as const;
const BREAKING = { gained: "minor", changed: "major", lost: "major" } as const;

const FACTS: readonly Fact[] = [
  { name: "route", of: ({ wire }) => `${wire.method} ${wire.path}`, ...HARMLESS },
  { name: "deprecated", of: ({ deprecated }) => deprecated || undefined, ...HARMLESS },
  { name: "scope", of: ({ wire }) => wire.scope, ...BREAKING },
  { name: "answer headers", of: ({ wire }) => wire.answer.headers, ...BREAKING },
  { name: "idempotency", of: ({ wire }) => wire.idempotency, ...RELIED_ON },
  { name: "pagination", of: ({ source }) => source["x-databricks-pagination"], ...RELIED_ON },
  { name: "wait", of: ({ source }) => source["x-databricks-wait"], ...RELIED_ON },
  { name: "long-running", of: ({ source }) => source["x-databricks-long-running"], ...RELIED_ON },
];

const STAGE: Fact = {
  name: "launch stage",
  of: ({ stage }) => stage,
  gained: "patch",
  changed: "patch",
  lost: "patch",
};

function compareFacts(a: OperationModel, b: OperationModel, stages: boolean, log: ChangeLog): void {
  for (const { name, of, gained, changed, lost } of stages ? [...FACTS, STAGE] : FACTS) {
    const [before, after] = [spell(of(a)), spell(of(b))];
    if (before === after) continue;
    const release = after === NONE ? lost : before === NONE ? gained : changed;
    log.add({ part: "facts", subject: b.id, text: `${name}: ${before} becomes ${after}`, release }, b.id);
  }
}

const NONE = "none";

function spell(fact: unknown): string {
  if (fact === undefined) return NONE;
  return typeof fact === "string" ? fact : JSON.stringify(fact);
}
