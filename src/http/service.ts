import type { ZodType } from "zod";
import type { Method, Operation, Risk, Scope } from "./operation.ts";

/** A JSON Schema 2020-12 node. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** One line of the catalog: what a search needs to know of an operation. */
export interface CatalogEntry {
  readonly id: string;
  /** Module of the SDK, and folder under `generated/`: `jobs`. */
  readonly service: string;
  /** Name of the tool on the operations surface: `jobs_run_now`. */
  readonly tool: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly risk: Risk;
  readonly scope: Scope;
  /** `GA`, `PUBLIC_PREVIEW`, `PUBLIC_BETA`, `PRIVATE_PREVIEW`; absent when Databricks does not say. */
  readonly stage?: string;
  readonly deprecated?: true;
  /** Names of the arguments; those that must be given come first. */
  readonly arguments: readonly string[];
  /** How many of `arguments` must be given. */
  readonly required: number;
  readonly keywords?: readonly string[];
}

/** All operations, and the SDK's other names for some of them. */
export interface Catalog {
  /** Version of databricks-sdk-go that the operations were read from. */
  readonly sdk: string;
  /** In code-unit order of the ids. */
  readonly operations: readonly CatalogEntry[];
  /** Operation ids of the SDK that are the same request as another one: `groups.list` is `groupsV2.list`. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** An operation as a tool of its own, in list form: `inputSchema` is bounded, `operation_describe` has the whole. */
export interface OperationTool {
  readonly operation: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: SchemaNode;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
}

/** How a list goes on, how a result is waited for: facts of `specs/` for one operation, as they stand there. */
export interface OperationFacts {
  readonly pagination?: SchemaNode;
  readonly wait?: SchemaNode;
  readonly longRunning?: SchemaNode;
}

/** What goes in and comes out of an operation. References are `#/$defs/Task`, or `compute#/$defs/ClusterSpec`. */
export interface OperationSchemas extends OperationFacts {
  readonly input: SchemaNode;
  /** Absent when the answer is empty, or is not JSON. */
  readonly output?: SchemaNode;
}

export interface ServiceSchemas {
  readonly operations: Readonly<Record<string, OperationSchemas>>;
  readonly $defs: Readonly<Record<string, SchemaNode>>;
}

/** The generated parts of one service, each loaded on first use. */
export interface ServiceModule {
  operations(): Promise<Readonly<Record<string, Operation>>>;
  /** Checks of the flat argument objects, by operation id. */
  validators(): Promise<Readonly<Record<string, ZodType>>>;
  tools(): Promise<readonly OperationTool[]>;
  schemas(): Promise<ServiceSchemas>;
}
