import type { Schema } from "../model/openapi.ts";
import type { ArgumentModel, OperationModel } from "../model/operations.ts";
import { parseRef } from "../model/schema-refs.ts";
import { type GeneratedFile, HEADER } from "./generated-file.ts";
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

/** `statementExecution` to `StatementExecutionApi`. */
export const className = (api: string): string => `${api.charAt(0).toUpperCase()}${api.slice(1)}Api`;

/** The typed client of one service: a class per API, a method per operation. */
export function emitClient(service: string, operations: readonly OperationModel[]): GeneratedFile {
  const apis = [...Map.groupBy(operations, ({ api }) => api)].sort(([a], [b]) => (a < b ? -1 : 1));
  const views = apis.map(([api, own]) => apiView(api, own));
  const spelled = views
    .flatMap(({ methods }) => methods.flatMap(({ argsType, answerType }) => [argsType, answerType]))
    .join(" ");
  const view: ClientView = { header: HEADER, imports: importLines(spelled), apis: views };
  return { path: `${service}/client.ts`, content: render("client", view) };
}

function importLines(spelled: string): string[] {
  const foreign = new Set([...spelled.matchAll(/\b(\w+)\["schemas"\]/g)].map(([, name = ""]) => name));
  const types = ["components", "operations"].filter((name) => spelled.includes(`${name}[`));
  return [
    ...(/\bInt64\b/.test(spelled) ? ['import type { Int64 } from "../../src/http/int64.ts";'] : []),
    ...[...foreign]
      .filter((name) => name !== "components")
      .sort()
      .map((name) => `import type { components as ${name} } from "../${name}/types.ts";`),
    'import { operations as requests } from "./operations.ts";',
    ...(types.length > 0 ? [`import type { ${types.join(", ")} } from "./types.ts";`] : []),
  ];
}

function apiView(api: string, operations: readonly OperationModel[]): ApiView {
  return {
    className: className(api),
    doc: `The \`${api}\` API.`,
    methods: operations.map((operation) => ({
      name: operation.method,
      id: JSON.stringify(operation.id),
      doc: commentSafe(
        `${operation.summary}. \`${operation.wire.method} ${operation.wire.path}\`${operation.deprecated ? " @deprecated" : ""}`,
      ),
      argsType: argsType(operation),
      answerType: answerType(operation),
      optional: operation.arguments.every(({ required }) => !required),
    })),
  };
}

/** Path arguments are spelled out; the body is a component, the query what openapi-typescript says of the operation. */
function argsType(operation: OperationModel): string {
  const { wire, source, service } = operation;
  const path = operation.arguments.filter(({ from }) => from === "path");
  const query = source.parameters?.some((each) => each.in === "query");
  const pieces = [
    ...(path.length > 0 ? [`{ ${path.map((each) => property(each, service)).join("; ")} }`] : []),
    ...(query ? [`NonNullable<operations[${JSON.stringify(operation.id)}]["parameters"]["query"]>`] : []),
    ...bodyType(operation, wire.body, path),
  ];
  return pieces.length > 0 ? pieces.join(" & ") : "Record<string, never>";
}

function bodyType(
  operation: OperationModel,
  body: OperationModel["wire"]["body"],
  path: readonly ArgumentModel[],
): string[] {
  if (!body || (body.kind === "fields" && body.fields.length === 0)) return [];
  if (body.kind === "bytes") return [`{ ${propertyKey(body.argument)}: Uint8Array }`];
  const json = schemaType(operation.source.requestBody?.content["application/json"]?.schema ?? {}, operation.service);
  if (body.kind === "argument") return [`{ ${propertyKey(body.argument)}: ${json} }`];
  const shared = path.filter(({ name }) => body.fields.includes(name)).map(({ name }) => JSON.stringify(name));
  return [shared.length > 0 ? `Omit<${json}, ${shared.join(" | ")}>` : json];
}

const property = ({ name, required, schema }: ArgumentModel, home: string): string =>
  `${propertyKey(name)}${required ? "" : "?"}: ${schemaType(schema, home)}`;

const propertyKey = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

/** Types of schemas at the top of a request or an answer; what is inside components is openapi-typescript's. */
function schemaType(schema: Schema, home: string): string {
  if (schema.$ref) {
    const { service, name } = parseRef(schema.$ref, home);
    return `${service === home ? "components" : service}["schemas"]["${name}"]`;
  }
  if (schema.format === "int64") return "Int64";
  if (schema.items) return `${schemaType(schema.items, home)}[]`;
  if (typeof schema.additionalProperties === "object")
    return `Record<string, ${schemaType(schema.additionalProperties, home)}>`;
  return SCALAR_TYPES[String(schema.type)] ?? "unknown";
}

const SCALAR_TYPES: Readonly<Record<string, string>> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
};

function answerType({ wire, output, service }: OperationModel): string {
  const { kind, headers = {} } = wire.answer;
  const fields = Object.entries(headers).map(
    ([name, type]) => `${propertyKey(name)}?: ${type === "integer" ? "Int64" : "string"}`,
  );
  if (kind === "bytes") fields.unshift("contents: Uint8Array");
  if (kind === "text") fields.unshift("contents: string");
  const shape = fields.length > 0 ? `{ ${fields.join("; ")} }` : undefined;
  if (kind !== "json") return shape ?? "void";
  const answer = output ? schemaType(output, service) : "unknown";
  return shape ? `${answer} & ${shape}` : answer;
}
