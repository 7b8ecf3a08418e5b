import type {
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiResponse,
  Schema,
} from "../../codegen/model/openapi.ts";
import { type ApiModel, buildModel, type OperationModel } from "../../codegen/model/operations.ts";
import type { Annotation, Specs } from "../../codegen/model/specs.ts";

/** What a test says of an operation; the rest is filled in. */
export type TinyOperation = Partial<OpenApiOperation> & Pick<OpenApiOperation, "operationId">;

/** What a test says of a service. */
export interface TinyService {
  /** By verb and path: `GET /api/2.0/things`. */
  readonly operations?: Readonly<Record<string, TinyOperation>>;
  readonly schemas?: Readonly<Record<string, Schema>>;
}

/** The document of a service, as small as it goes. */
export function tinyDocument({ operations = {}, schemas = {} }: TinyService): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const [request, operation] of Object.entries(operations)) {
    const [verb = "", path = ""] = request.split(" ");
    paths[path] = { ...paths[path], [verb.toLowerCase()]: filledIn(operation) };
  }
  return { openapi: "3.1.0", info: { title: "Tiny", version: "1" }, paths, components: { schemas } };
}

const filledIn = (operation: TinyOperation): OpenApiOperation => ({
  tags: [operation.operationId.slice(0, operation.operationId.indexOf("."))],
  summary: "Do it",
  responses: { "200": {} },
  "x-databricks-scope": "workspace",
  ...operation,
});

/** All inputs of the pipeline, for services that a test makes up. */
export function tinySpecs(
  services: Readonly<Record<string, TinyService>>,
  annotations: Readonly<Record<string, Annotation>> = {},
): Specs {
  return {
    sdkVersion: "1.2.3",
    documents: new Map(Object.entries(services).map(([name, service]) => [name, tinyDocument(service)])),
    annotations: new Map(Object.entries(annotations)),
    aliases: new Map([["old.get", "things.get"]]),
  };
}

/** The model of services that a test makes up. */
export const tinyModel = (
  services: Readonly<Record<string, TinyService>>,
  annotations: Readonly<Record<string, Annotation>> = {},
): ApiModel => buildModel(tinySpecs(services, annotations));

/** The model of one operation, `things.do` unless the test says otherwise. */
export function tinyOperation(
  request: string,
  operation: Partial<OpenApiOperation> = {},
  schemas: Readonly<Record<string, Schema>> = {},
  annotation?: Annotation,
): OperationModel {
  const operationId = operation.operationId ?? "things.do";
  const services = { things: { operations: { [request]: { operationId, ...operation } }, schemas } };
  const [model] = tinyModel(services, annotation ? { [operationId]: annotation } : {}).operations;
  if (!model) throw new Error("no operation was read");
  return model;
}

/** A reference to a component of the same document, or of another service's. */
export const ref = (name: string, service?: string): Schema => ({
  $ref: `${service ? `${service}.json` : ""}#/components/schemas/${name}`,
});

/** A path parameter. */
export const inPath = (name: string, more: Partial<OpenApiParameter> = {}): OpenApiParameter => ({
  name,
  in: "path",
  required: true,
  schema: { type: "string" },
  ...more,
});

/** An optional query parameter. */
export const inQuery = (name: string, schema: Schema = { type: "string" }): OpenApiParameter => ({
  name,
  in: "query",
  schema,
});

/** A request with a JSON body. */
export const jsonBody = (schema: Schema): Pick<OpenApiOperation, "requestBody"> => ({
  requestBody: { content: { "application/json": { schema } } },
});

/** An answer of a media type, and fields of it that travel as headers. */
export const answering = (
  mediaType: string,
  schema: Schema,
  headers?: OpenApiResponse["headers"],
): Pick<OpenApiOperation, "responses"> => ({
  responses: { "200": { content: { [mediaType]: { schema } }, ...(headers && { headers }) } },
});

/** An object with these properties. */
export const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: "object",
  properties,
  ...(required.length > 0 && { required }),
});

/** A 64-bit integer. */
export const INT64: Schema = { type: "integer", format: "int64" };

/** Any text. */
export const STRING: Schema = { type: "string" };
