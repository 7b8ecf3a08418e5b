import { type CatalogEntry, services } from "../../../generated/index.ts";
import type { Operation } from "../../http/operation.ts";
import type { ToolAnswer, ToolContext } from "../../tools/tool.ts";
import { dataAnswer, errorAnswer } from "../result.ts";
import { findOperation } from "./directory.ts";
import { explainProblems } from "./problems.ts";

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Checks the arguments of an operation, calls it and shapes its result.
 *
 * @param id operation id
 * @param args flat, by wire name
 * @param maxBytes limit of the answer's text
 * @throws DatabricksError what the call throws
 */
export async function runOperation(
  id: string,
  args: Arguments,
  context: ToolContext,
  maxBytes: number,
): Promise<ToolAnswer> {
  const found = await findOperation(id);
  if ("problem" in found) return errorAnswer(found.problem);
  const { entry } = found;
  const service = services[entry.service];
  const [operation, validator] = await Promise.all([
    service?.operations().then((operations) => operations[entry.id]),
    service?.validators().then((validators) => validators[entry.id]),
  ]);
  if (!operation || !validator) throw new Error(`${entry.id} is in the catalog only`);
  const checked = validator.safeParse(args);
  if (!checked.success) return errorAnswer(await explainProblems(entry, args, checked.error.issues));
  const result = await context.client().call(operation, withBytes(operation, args), { signal: context.signal });
  return dataAnswer(result, { maxBytes, more: howToGetMore(entry) });
}

/** Bytes travel through MCP as base64. */
function withBytes({ body }: Operation, args: Arguments): Arguments {
  const value = body?.kind === "bytes" ? args[body.argument] : undefined;
  if (body?.kind !== "bytes" || typeof value !== "string") return args;
  return { ...args, [body.argument]: Buffer.from(value, "base64") };
}

const sizes = ["page_size", "max_results", "limit", "count"];

function howToGetMore(entry: CatalogEntry): string {
  const size = sizes.find((name) => entry.arguments.includes(name));
  const paging = size
    ? `Repeat the call with a smaller ${size} and follow next_page_token: the next page begins after this one, not after the cut. `
    : "";
  return `${paging}Or ask for one item at a time, or narrow the call with its other arguments.`;
}
