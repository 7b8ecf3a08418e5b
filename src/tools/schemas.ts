import type { JsonSchema, ToolAnnotations } from "./tool.ts";

/** The schema of a tool's arguments. */
export function objectSchema(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): JsonSchema {
  return { type: "object", properties, required, additionalProperties: false };
}

/** Argument schemas that several tools share. */
export const shared = {
  statement_id: { type: "string", description: "As sql_query answered it." },
  max_rows: {
    type: "integer",
    minimum: 1,
    maximum: 1000,
    description: "Rows in this answer at most. Default 200; about 24 KB fit.",
  },
  max_wait_seconds: {
    type: "integer",
    minimum: 0,
    maximum: 3600,
    description: "Seconds to wait for the end. Default 45; then the answer has the state and how to go on.",
  },
  context: { type: "string", description: "As context_open answered it: <cluster_id>/<context_id>/<language>." },
  command_id: { type: "string", description: "As context_run answered it." },
} as const satisfies Record<string, JsonSchema>;

/** Annotations of tools that only look. */
export const looks: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
};

/** Annotations of tools that run code or SQL, which can do anything. */
export const runsCode: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};

/** Annotations of tools that open or end something of ours. */
export const handles: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
};
