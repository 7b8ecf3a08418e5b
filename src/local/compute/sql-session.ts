import { admin } from "../principals.ts";
import type { Column, Result, Session } from "../sql/engine.ts";
import type { Workspace } from "../workspace.ts";
import type { SqlRequest } from "./python-messages.ts";
import type { CommandResults } from "./python-process.ts";
import { TempViews } from "./temp-views.ts";

/** All rows of a statement. Cells are as the Statement Execution API spells them. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | null)[])[];
}

type Statement = Pick<SqlRequest, "sql" | "signal"> & Partial<SqlRequest>;

/** A table's limits in a result: rows, and characters of its cells (https://docs.databricks.com/notebooks/notebook-limitations). */
const MAX_ROWS = 10_000;
const MAX_CHARACTERS = 2 * 1024 * 1024;

/** Statements of one context: `USE` and temporary views hold for those that follow. */
export class SqlSession {
  readonly #workspace: Workspace;
  readonly #views = new TempViews();
  #session: Session = { catalog: "main", schema: "default", user: admin.userName };

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** All rows of a statement. @throws SqlError, or the signal's reason */
  async all(statement: Statement): Promise<Table> {
    const { columns, rows } = await this.#run(statement);
    return { columns, rows: await Array.fromAsync(rows) };
  }

  /** Runs a statement to its end. @returns how many rows it had @throws SqlError, or the signal's reason */
  async drain(statement: Statement): Promise<number> {
    const { rows } = await this.#run(statement);
    let count = 0;
    for await (const _ of rows) count += 1;
    return count;
  }

  /**
   * A statement as a command: what fails in it is a result.
   *
   * @throws the signal's reason
   */
  async run(sql: string, signal: AbortSignal): Promise<CommandResults> {
    try {
      return await tableOf(await this.#run({ sql, signal }));
    } catch (error) {
      signal.throwIfAborted();
      const message = error instanceof Error ? error.message : String(error);
      const cause = `org.apache.spark.sql.AnalysisException: ${message}`;
      return { resultType: "error", summary: `Error in SQL statement: AnalysisException: ${message}`, cause };
    }
  }

  async #run({ sql, signal, parameters = [] }: Statement): Promise<Result> {
    const view = this.#views.creation({ sql, parameters });
    if (!view && this.#views.drop(sql)) return nothing();
    const result = await this.#execute({ ...(view ?? this.#views.expand({ sql, parameters })), signal });
    if (!view) return result;
    result.close();
    view.keep();
    return nothing();
  }

  async #execute({ sql, signal, parameters }: SqlRequest): Promise<Result> {
    const { engineOf } = await import("../sql/engine.ts");
    const engine = await engineOf(this.#workspace);
    const values = parameters.map((each) => ({ ...each, value: each.value ?? null }));
    const result = await engine.run(sql, this.#session, { parameters: values, signal });
    this.#session = result.session ?? this.#session;
    return result;
  }
}

/** What a command without rows answers. */
function nothing(): Result {
  return { columns: [], rows: (async function* () {})(), close: () => undefined };
}

async function tableOf(result: Result): Promise<CommandResults> {
  const data: unknown[][] = [];
  let characters = 0;
  let truncated = false;
  for await (const row of result.rows) {
    characters += row.reduce((sum, cell) => sum + (cell?.length ?? 4), 0);
    truncated = data.length === MAX_ROWS || characters > MAX_CHARACTERS;
    if (truncated) break;
    data.push(row.map((cell, index) => jsonOf(cell, result.columns[index])));
  }
  result.close();
  return { resultType: "table", data, schema: result.columns.map(schemaOf), isJsonSchema: true, truncated };
}

/** Types as Spark's JSON schemas name them, where SQL has another name. */
const jsonTypes: Readonly<Record<string, string>> = { BYTE: "byte", SHORT: "short", INT: "integer", LONG: "long" };

function schemaOf({ name, type_name, type_text }: Column): Record<string, unknown> {
  return { name, type: JSON.stringify(jsonTypes[type_name] ?? type_text.toLowerCase()), metadata: "{}" };
}

function jsonOf(cell: string | null, column: Column | undefined): unknown {
  if (cell === null) return null;
  switch (column?.type_name) {
    case "BYTE":
    case "SHORT":
    case "INT":
    case "LONG":
    case "FLOAT":
    case "DOUBLE":
      return exact(cell);
    case "BOOLEAN":
      return cell === "true";
    default:
      return cell;
  }
}

/** As a number when that says the same. */
function exact(cell: string): number | string {
  const value = Number(cell);
  const lossy = !Number.isFinite(value) || (/^-?\d+$/.test(cell) && !Number.isSafeInteger(value));
  return lossy ? cell : value;
}
