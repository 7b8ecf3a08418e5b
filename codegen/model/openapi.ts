/** The parts of OpenAPI 3.1 that `specs/` uses, with the vendor keys of specs/README.md. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Operations by lower-case verb. */
export type PathItem = Readonly<Record<string, OpenApiOperation>>;

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
  readonly "x-databricks-pagination"?: object;
  readonly "x-databricks-wait"?: object;
  readonly "x-databricks-long-running"?: object;
}

export interface ResourceName {
  readonly argument: string;
  readonly pattern: string;
  readonly path: string;
  readonly inBody?: true;
}

export interface OpenApiParameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: true;
  readonly schema: Schema;
  readonly "x-databricks-style"?: "file" | "account";
  readonly "x-databricks-in-body"?: true;
}

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
