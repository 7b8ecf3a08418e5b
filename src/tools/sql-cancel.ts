import { cancelStatement } from "../overlays/sql/cancel-statement.ts";
import { text } from "./arguments.ts";
import { handles, objectSchema, shared } from "./schemas.ts";
import type { Tool } from "./tool.ts";

const outcomes: Readonly<Record<string, string>> = {
  CANCELED: "It is cancelled.",
  SUCCEEDED: "It succeeded before the cancel took effect: what it changed stays changed.",
  CLOSED: "It succeeded before the cancel took effect: what it changed stays changed.",
  FAILED: "It failed before the cancel took effect; sql_result tells why.",
};

/** `sql_cancel`: end a statement that still runs. */
export const sqlCancel: Tool = {
  name: "sql_cancel",
  title: "Cancel SQL",
  description: "Cancels a running statement of sql_query, and tells the state in which it really ended.",
  inputSchema: objectSchema({ statement_id: shared.statement_id }, ["statement_id"]),
  annotations: handles,
  async call(args, { client, signal, progress }) {
    const statement_id = text(args, "statement_id");
    const state = await cancelStatement(client(), statement_id, { signal, onState: progress });
    const note =
      outcomes[state] ?? "The cancel is accepted but has not taken effect yet; ask sql_result for the state.";
    return { text: `${state}, statement ${statement_id}\n${note}`, structured: { statement_id, state, note } };
  },
};
