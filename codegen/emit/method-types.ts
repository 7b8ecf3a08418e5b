import type { Schema } from "../model/openapi.ts";
import type { ArgumentModel, OperationModel } from "../model/operations.ts";
import { parseRef } from "../model/schema-refs.ts";

/** Path arguments are spelled out; the body is a component, the query what openapi-typescript says of the operation. */
export function argsType(operation: OperationModel): string {
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
  if (body.kind === "bytes") return [`{ ${propertyKey(body.argument)}: Bytes }`];
  const json = schemaType(operation.source.requestBody?.content["application/json"]?.schema ?? {}, operation.service);
  if (body.kind === "argument") return [`{ ${propertyKey(body.argument)}: ${json} }`];
  const shared = path.filter(({ name }) => body.fields.includes(name)).map(({ name }) => JSON.stringify(name));
  return [shared.length > 0 ? `Omit<${json}, ${shared.join(" | ")}>` : json];
}

const property = ({ name, required, schema }: ArgumentModel, home: string): string =>
  `${propertyKey(name)}${required ? "" : "?"}: ${schemaType(schema, home)}`;

const propertyKey = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

/** Types of schemas at the top of a request or an answer; what is inside components is openapi-typescript's. */
export function schemaType(schema: Schema, home: string): string {
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

/** What a call resolves to; headers that carry results are fields of it. */
export function answerType({ wire, output, service }: OperationModel): string {
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
