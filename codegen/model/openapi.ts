import type { LongRunning, Pagination, Wait } from "../../src/http/operation.ts";

/** The parts of OpenAPI 3.1 that `specs/` uses, with the vendor keys of specs/README.md. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Operations by lower-case verb. */
export type PathItem = Readonly<Record<string, OpenApiOperation>>;

/** One operation. `operationId` is `<api>.<method>`, the one tag is the API. */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly [string];
  readonly summary: string;
  readonly deprecated?: true;
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: { readonly "200": OpenApiResponse };
  readonly "x-databricks-scope": "workspace" | "account";
  readonly "x-databricks-launch-stage"?: string;
  readonly "x-databricks-resource-name"?: ResourceName;
  readonly "x-databricks-body-argument"?: string;
  readonly "x-databricks-idempotency"?: string;
  readonly "x-databricks-pagination"?: Pagination;
  readonly "x-databricks-wait"?: Wait;
  readonly "x-databricks-long-running"?: LongRunning;
}

/**
 * One argument that stands for several path parameters: `name` of the form `projects/{project_id}` in place of
 * `project_id`. `path` is the URL template with the argument, `inBody` says that the name is a field of the body too.
 */
export interface ResourceName {
  readonly argument: string;
  readonly pattern: string;
  readonly path: string;
  readonly inBody?: true;
}

/** A path or query parameter; `x-databricks-in-body` says that its value is a field of the body too. */
export interface OpenApiParameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: true;
  readonly schema: Schema;
  readonly "x-databricks-style"?: "file" | "account";
  readonly "x-databricks-in-body"?: true;
}

/** The answer of an operation. Fields that travel as headers are listed by their wire names. */
export interface OpenApiResponse {
  readonly headers?: Readonly<Record<string, { readonly schema: Schema }>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** JSON Schema 2020-12 as the importer writes it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly [key: string]: unknown;
}
