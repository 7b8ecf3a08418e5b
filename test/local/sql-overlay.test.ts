import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { runCompletely } from "../../src/overlays/sql/run-completely.ts";
import { checkedWorkspace } from "./checked-workspace.ts";

const count = 300_000;
const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** The rows that the statement selects, made here. */
function expectedRow(id: number): readonly (string | null)[] {
  return [String(id), md5(String(id)).repeat(3), id % 7 === 0 ? null : id % 11 === 0 ? "" : 'a,"é"\n'];
}

const statement = `SELECT id, repeat(md5(CAST(id AS STRING)), 3) AS digest,
  CASE WHEN id % 7 = 0 THEN NULL WHEN id % 11 = 0 THEN '' ELSE 'a,"é"\\n' END AS text
  FROM range(${count}) ORDER BY id`;

async function start() {
  const { client } = await checkedWorkspace({ timings: { warehouseStart: 0 } });
  const { warehouses = [] } = await client.warehouses.list();
  return { client, warehouse_id: warehouses[0]?.id ?? "" };
}

describe("runCompletely", () => {
  it("reads 300,000 rows, more than fit inline, byte for byte", async () => {
    const { client, warehouse_id } = await start();
    const result = await runCompletely(client, { warehouse_id, statement });
    const [seen, expected] = [createHash("sha256"), createHash("sha256")];
    let [rows, bytes] = [0, 0];
    for await (const some of result.rows) {
      for (const row of some) {
        const text = JSON.stringify(row);
        seen.update(text);
        expected.update(JSON.stringify(expectedRow(rows)));
        rows += 1;
        bytes += text.length;
      }
    }
    expect(seen.digest("hex")).toBe(expected.digest("hex"));
    expect(result).toMatchObject({ total_row_count: count, truncated: false });
    expect(rows).toBe(count);
    expect(bytes).toBeGreaterThan(25 * 2 ** 20);
    const { manifest } = await client.statementExecution.getStatement({ statement_id: result.statement_id });
    expect(manifest?.total_chunk_count).toBeGreaterThan(1);
  });

  it("gives the same rows inline", async () => {
    const { client, warehouse_id } = await start();
    const request = { warehouse_id, statement, row_limit: 1_000 };
    const [linked, inline] = await Promise.all(
      [false, true].map(async (each) => Array.fromAsync((await runCompletely(client, request, { inline: each })).rows)),
    );
    expect(inline).toEqual(linked);
    expect(inline?.flat()).toHaveLength(1_000);
  });

  it("gives the rows that a limit leaves, and none of a statement without a result", async () => {
    const { client, warehouse_id } = await start();
    const cut = await runCompletely(client, { warehouse_id, statement, row_limit: 2 });
    expect(cut.truncated).toBe(true);
    expect((await Array.fromAsync(cut.rows)).flat()).toEqual([expectedRow(0), expectedRow(1)]);
    const made = await runCompletely(client, { warehouse_id, statement: "CREATE TABLE kept (a INT)" });
    expect((await Array.fromAsync(made.rows)).flat()).toEqual([]);
  });
});
