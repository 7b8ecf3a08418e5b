import type { Risk } from "../../http/operation.ts";
import type { Tool, ToolAnnotations } from "../../tools/tool.ts";
import { errorAnswer } from "../result.ts";
import { findOperation } from "./directory.ts";
import { runOperation } from "./run.ts";

const inputSchema = {
  type: "object",
  properties: {
    operation: { type: "string", description: "Operation id from operation_search, e.g. jobs.list." },
    arguments: {
      type: "object",
      description:
        "Arguments by their REST names, as operation_describe shows them: path, query and body in one object.",
    },
  },
  required: ["operation"],
  additionalProperties: false,
} as const;

/** Calls any operation that only looks. */
export function readTool(maxBytes: number): Tool {
  return callTool(maxBytes, {
    name: "operation_read",
    title: "Call a reading operation",
    description:
      "Calls any operation of the Databricks REST API that changes nothing (risk: read): get, list, status, preview. " +
      "Find the id with operation_search and the arguments with operation_describe. Refuses operations that write.",
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    serves: (risk) => risk === "read",
    other: "operation_write",
  });
}

/** Calls any operation that changes something. */
export function writeTool(maxBytes: number): Tool {
  return callTool(maxBytes, {
    name: "operation_write",
    title: "Call a changing operation",
    description:
      "Calls any operation of the Databricks REST API that changes something, costs money or runs code (risk: write " +
      "or destructive): create, update, delete, start, run, grant. Find the id with operation_search and the " +
      "arguments with operation_describe. Refuses operations that only read.",
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    serves: (risk) => risk !== "read",
    other: "operation_read",
  });
}

interface Kind {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly serves: (risk: Risk) => boolean;
  /** The tool for operations that this one does not serve. */
  readonly other: string;
}

function callTool(maxBytes: number, { serves, other, ...tool }: Kind): Tool {
  return {
    ...tool,
    inputSchema,
    async call({ operation, arguments: args = {} }, context) {
      const found = await findOperation(String(operation));
      if ("problem" in found) return errorAnswer(found.problem);
      const { id, risk } = found.entry;
      if (serves(risk)) return runOperation(id, args as Readonly<Record<string, unknown>>, context, maxBytes);
      return errorAnswer(`${id} is a ${risk} operation: call it with ${other}, with the same arguments.`);
    },
  };
}
