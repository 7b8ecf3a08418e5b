import { randomUUID } from "node:crypto";
import { admin } from "../principals.ts";
import type { Workspace } from "../workspace.ts";
import { failed, type Statement, statementKept } from "./statements.ts";

/** Statements that ran on a warehouse without the Statement Execution API, for the query history. */
export const recordedQueries = ({ store }: Workspace) => store.collection<Statement>("recorded-queries");

/**
 * Runs a statement, and remembers that it did and how it ended.
 *
 * @param work answers how many rows there were
 */
export async function recorded(
  workspace: Workspace,
  request: Pick<Statement["request"], "warehouse_id" | "statement">,
  work: () => Promise<number>,
): Promise<number> {
  const queries = recordedQueries(workspace);
  const submitted = Date.now();
  const keep = (ending: Pick<Statement, "state" | "error" | "result">): void => {
    const id = randomUUID();
    for (const each of queries.list()) if (each.submitted < submitted - statementKept) queries.delete(each.id);
    queries.put(id, { id, request, user: admin, submitted, started: submitted, ended: Date.now(), ...ending });
  };
  try {
    const row_count = await work();
    const chunks = [{ chunk_index: 0, row_offset: 0, row_count, byte_count: 0 }];
    keep({ state: "SUCCEEDED", result: { columns: [], chunks, truncated: false } });
    return row_count;
  } catch (error) {
    keep(failed(error));
    throw error;
  }
}
