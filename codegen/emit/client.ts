import type { OperationModel } from "../model/operations.ts";
import { type GeneratedFile, HEADER } from "./generated-file.ts";
import { type MadeMethod, madeMethods } from "./made-method.ts";
import { answerType, argsType } from "./method-types.ts";
import { commentSafe, render } from "./templates.ts";

/** What templates/client.hbs shows. */
interface ClientView {
  readonly header: string;
  readonly imports: readonly string[];
  readonly apis: readonly ApiView[];
}

interface ApiView {
  readonly className: string;
  readonly doc: string;
  readonly methods: readonly MethodView[];
  /** Methods that the caller makes, because they are more than one request. */
  readonly made: readonly MadeView[];
}

interface MethodView {
  readonly name: string;
  /** Operation id as a string literal. */
  readonly id: string;
  readonly doc: string;
  readonly argsType: string;
  readonly answerType: string;
  /** Nothing must be given. */
  readonly optional: boolean;
}

interface MadeView {
  readonly name: string;
  readonly doc: string;
  readonly type: string;
  readonly value: string;
}

/** `statementExecution` to `StatementExecutionApi`. */
export const className = (api: string): string => `${api.charAt(0).toUpperCase()}${api.slice(1)}Api`;

/** The typed client of one service: a class per API, a method per operation. */
export function emitClient(service: string, operations: readonly OperationModel[]): GeneratedFile {
  const apis = Map.groupBy(operations, ({ api }) => api);
  const byId = new Map(operations.map((each) => [each.id, each]));
  const views = [...apis].map(([api, own]) => apiView(api, own, byId));
  const spelled = views
    .flatMap(({ methods, made }) => [
      ...methods.flatMap(({ argsType, answerType }) => [argsType, answerType]),
      ...made.map(({ type }) => type),
    ])
    .join(" ");
  const view: ClientView = { header: HEADER, imports: importLines(spelled), apis: views };
  return { path: `${service}/client.ts`, content: render("client", view) };
}

function importLines(spelled: string): string[] {
  const foreign = new Set([...spelled.matchAll(/\b(\w+)\["schemas"\]/g)].map(([, name = ""]) => name));
  const types = ["components", "operations"].filter((name) => spelled.includes(`${name}[`));
  const kinds = ["PagedMethod", "StreamedMethod", "WaitedMethod", "WholeMethod"].filter((name) =>
    spelled.includes(`${name}<`),
  );
  return [
    `import type { ${["MethodCaller", ...kinds].join(", ")} } from "../../src/http/methods.ts";`,
    ...(/\bBytes\b/.test(spelled) ? ['import type { Bytes } from "../../src/http/body.ts";'] : []),
    ...(/\bInt64\b/.test(spelled) ? ['import type { Int64 } from "../../src/http/int64.ts";'] : []),
    ...[...foreign]
      .filter((name) => name !== "components")
      .sort()
      .map((name) => `import type { components as ${name} } from "../${name}/types.ts";`),
    'import { operations as requests } from "./operations.ts";',
    ...(types.length > 0 ? [`import type { ${types.join(", ")} } from "./types.ts";`] : []),
  ];
}

function apiView(
  api: string,
  operations: readonly OperationModel[],
  byId: ReadonlyMap<string, OperationModel>,
): ApiView {
  const made = operations.map((operation) => madeMethods(operation, byId));
  return {
    className: className(api),
    doc: `The \`${api}\` API.`,
    methods: operations.filter((_, index) => made[index]?.length === 0).map(methodView),
    made: operations.flatMap((operation, index) => madeView(operation, made[index] ?? [])),
  };
}

function methodView(operation: OperationModel): MethodView {
  return {
    name: operation.method,
    id: JSON.stringify(operation.id),
    doc: methodDoc(operation),
    argsType: argsType(operation),
    answerType: answerType(operation),
    optional: operation.arguments.every(({ required }) => !required),
  };
}

/** A method of several kinds has the members of all; there TypeScript cannot infer what each one is. */
function madeView(operation: OperationModel, kinds: readonly MadeMethod[]): MadeView[] {
  if (kinds.length === 0) return [];
  const several = kinds.length > 1;
  const made = kinds.map(({ maker, types, requests }) => {
    return `caller.${maker}${several ? `<${types.join(", ")}>` : ""}(${requests.join(", ")})`;
  });
  return [
    {
      name: operation.method,
      doc: methodDoc(operation, kinds.map(({ doc }) => doc).join(" ")),
      type: kinds.map(({ kind, types }) => `${kind}<${types.join(", ")}>`).join(" & "),
      value: several ? `Object.assign(${made.join(", ")})` : made.join(),
    },
  ];
}

function methodDoc({ summary, wire, deprecated }: OperationModel, more = ""): string {
  const sentences = [
    `${summary}.`,
    `\`${wire.method} ${wire.path}\`${more && "."}`,
    more,
    deprecated ? "@deprecated" : "",
  ];
  return commentSafe(sentences.filter(Boolean).join(" "));
}
