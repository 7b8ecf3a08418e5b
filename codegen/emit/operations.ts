import type { OperationModel } from "../model/operations.ts";
import { type GeneratedFile, HEADER } from "./generated-file.ts";

/** The requests of one service as data. */
export function emitOperations(service: string, operations: readonly OperationModel[]): GeneratedFile {
  const lines = operations.map(({ id, wire }) => `  ${JSON.stringify(id)}: ${JSON.stringify(wire)},`);
  const content = [
    HEADER,
    'import type { Operation } from "../../src/http/operation.ts";',
    "",
    "export const operations: Readonly<Record<string, Operation>> = {",
    ...lines,
    "};",
    "",
  ];
  return { path: `${service}/operations.ts`, content: content.join("\n") };
}
