import type { Risk, SubPages } from "../../src/http/operation.ts";
import type { OpenApiDocument } from "./openapi.ts";

/** What we say of an operation beside what Databricks says: `specs/annotations/<service>.yaml`, keyed by operation id. */
export interface Annotation {
  readonly risk?: Risk;
  /** Why the risk is not what the verb suggests. */
  readonly why?: string;
  readonly summary?: string;
  readonly keywords?: readonly string[];
  /** How pages of one object make the whole. */
  readonly subPages?: SubPages;
}

/** All inputs of the pipeline, read and parsed, judged by nobody yet. */
export interface Specs {
  readonly sdkVersion: string;
  /** By service, in name order. */
  readonly documents: ReadonlyMap<string, OpenApiDocument>;
  readonly annotations: ReadonlyMap<string, Annotation>;
  /** Operation ids of the SDK that are the same request as another one, and that one. */
  readonly aliases: ReadonlyMap<string, string>;
}
