import type { CatalogEntry } from "../../../generated/index.ts";
import type { Tool } from "../../tools/tool.ts";
import { jsonAnswer } from "../result.ts";
import type { CallerName } from "./describe-tool.ts";
import { searchOperations } from "./search-index.ts";

const defaultLimit = 10;

/** Finds operations by words. */
export function searchTool(caller: CallerName): Tool {
  return {
    name: "operation_search",
    title: "Search operations",
    description:
      'Finds operations of the whole Databricks REST API by words, e.g. "repair job run", "grants on a table", ' +
      '"secret scopes". Answers their ids with summary, risk (read, write, destructive) and required arguments.',
    inputSchema: {
      type: "object",
      properties: {
        query: { type: "string", minLength: 1, description: "Words, an id, or part of a path." },
        service: { type: "string", description: "Only this service, e.g. jobs, sql, catalog, compute." },
        risk: { type: "string", enum: ["read", "write", "destructive"] },
        limit: { type: "integer", minimum: 1, maximum: 50, description: `Default ${defaultLimit}.` },
      },
      required: ["query"],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    async call({ query, service, risk, limit }) {
      const narrowing = { service: service?.toString(), risk: risk?.toString() };
      const found = await searchOperations(String(query), narrowing);
      const shown = found.slice(0, Number(limit ?? defaultLimit));
      return jsonAnswer({
        matches: found.length,
        operations: shown.map((entry) => ({ ...brief(entry), call_with: caller(entry) })),
        ...(shown.length < found.length && { narrow: narrowingHint(found) }),
        ...(found.length === 0 && { hint: "Try fewer or other words, or leave out service and risk." }),
      });
    },
  };
}

function brief(entry: CatalogEntry) {
  const { id, summary, risk, method, path, deprecated } = entry;
  const required = entry.arguments.slice(0, entry.required);
  return { id, summary, risk, method, path, required, ...(deprecated && { deprecated }) };
}

function narrowingHint(found: readonly CatalogEntry[]): string {
  const services = [...new Set(found.map((entry) => entry.service))].slice(0, 8);
  return `Add words, or service (${services.join(", ")}) or risk; or raise limit.`;
}
