import type { CatalogEntry, OperationTool } from "../../src/http/service.ts";
import type { ApiModel, OperationModel } from "../model/operations.ts";
import { listSchema } from "./input-schema.ts";
import { toolName } from "./tool-name.ts";

/** The tools of all operations, in the order of the model. Two operations with one tool name are an error. */
export function planTools(model: ApiModel): OperationTool[] {
  const names = new Map<string, string>();
  return model.operations.map((operation) => {
    const name = toolName(operation.id);
    const other = names.get(name);
    if (other)
      throw new Error(
        `${other} and ${operation.id} would both be the tool ${name}: shorten a word in plan/tool-name.ts`,
      );
    names.set(name, operation.id);
    return planTool(operation, name, model);
  });
}

function planTool(operation: OperationModel, name: string, model: ApiModel): OperationTool {
  const { risk, method } = operation.wire;
  return {
    operation: operation.id,
    name,
    title: operation.summary,
    description: describe(operation),
    inputSchema: listSchema(operation.arguments, operation.service, model.schemas),
    annotations: {
      readOnlyHint: risk === "read",
      destructiveHint: risk === "destructive",
      idempotentHint: risk === "read" || ["PUT", "DELETE"].includes(method),
      openWorldHint: true,
    },
  };
}

const STAGES: Readonly<Record<string, string>> = {
  PUBLIC_PREVIEW: "Public preview.",
  PUBLIC_BETA: "Beta.",
  PRIVATE_PREVIEW: "Private preview: only enrolled workspaces have it.",
};

function describe({ summary, wire, stage, deprecated }: OperationModel): string {
  const sentences = [
    `${summary}.`,
    `${wire.method} ${wire.path}.`,
    wire.scope === "account" && "Account level.",
    wire.risk === "destructive" && "Can destroy data or cost money.",
    stage && STAGES[stage],
    deprecated && "Deprecated.",
  ];
  return sentences.filter(Boolean).join(" ");
}

/** The catalog line of each operation. */
export function planCatalog(model: ApiModel): CatalogEntry[] {
  return model.operations.map((operation) => {
    const { id, service, summary, wire, stage, deprecated, keywords } = operation;
    const required = operation.arguments.filter((each) => each.required);
    const optional = operation.arguments.filter((each) => !each.required);
    return {
      id,
      service,
      tool: toolName(id),
      method: wire.method,
      path: wire.path,
      summary,
      risk: wire.risk,
      scope: wire.scope,
      ...(stage && { stage }),
      ...(deprecated && { deprecated: true as const }),
      arguments: [...required, ...optional].map(({ name }) => name),
      required: required.length,
      ...(keywords.length > 0 && { keywords }),
    };
  });
}
