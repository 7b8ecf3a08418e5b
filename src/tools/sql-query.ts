import { DEFAULT_WAIT_SECONDS } from "../overlays/poll.ts";
import { chooseWarehouse } from "../overlays/sql/choose-warehouse.ts";
import { runStatement } from "../overlays/sql/run-statement.ts";
import type { StatementParameter } from "../overlays/sql/statement-request.ts";
import { type Arguments, optionalNumber, optionalText, text } from "./arguments.ts";
import { objectSchema, runsCode, shared } from "./schemas.ts";
import { describeStatement, readLimits } from "./statement-answer.ts";
import type { Tool } from "./tool.ts";

const parameter = {
  type: "object",
  properties: {
    name: { type: "string", description: "Without the colon." },
    value: { type: ["string", "number", "boolean", "null"], description: "null or left out: NULL." },
    type: { type: "string", description: "SQL type such as INT, DATE or DECIMAL(10,2). Default STRING." },
  },
  required: ["name"],
  additionalProperties: false,
};

/** `sql_query`: one SQL statement on a warehouse. */
export const sqlQuery: Tool = {
  name: "sql_query",
  title: "Run SQL",
  description:
    "Runs one SQL statement on a SQL warehouse, waits for it and shows the first rows. Each call is a session of its own: " +
    "USE and SET do not carry over, so pass catalog and schema. A long statement goes on after the wait: take it up with " +
    "sql_result, never by running it again.",
  inputSchema: objectSchema(
    {
      statement: {
        type: "string",
        description: "Exactly one statement. Mark values as :name and pass them in parameters.",
      },
      warehouse_id: {
        type: "string",
        description: "Default: the configured warehouse. A stopped one starts, which costs.",
      },
      catalog: { type: "string" },
      schema: { type: "string" },
      parameters: { type: "array", items: parameter, description: "Values of the :name markers." },
      max_rows: shared.max_rows,
      max_wait_seconds: shared.max_wait_seconds,
    },
    ["statement"],
  ),
  annotations: runsCode,
  async call(args, { client, signal, progress }) {
    const databricks = client();
    const catalog = optionalText(args, "catalog");
    const schema = optionalText(args, "schema");
    const request = {
      statement: text(args, "statement"),
      warehouse_id: await chooseWarehouse(
        databricks,
        optionalText(args, "warehouse_id") ?? databricks.config.warehouseId,
        {
          signal,
        },
      ),
      parameters: parametersOf(args),
      max_wait_seconds: optionalNumber(args, "max_wait_seconds") ?? DEFAULT_WAIT_SECONDS,
      ...(catalog && { catalog }),
      ...(schema && { schema }),
    };
    const limits = readLimits(optionalNumber(args, "max_rows"));
    return describeStatement(await runStatement(databricks, request, { signal, limits, onState: progress }));
  },
};

function parametersOf({ parameters }: Arguments): StatementParameter[] {
  if (!Array.isArray(parameters)) return [];
  return parameters.map((given: Arguments) => {
    const type = optionalText(given, "type");
    const value = given.value ?? undefined;
    return { name: text(given, "name"), ...(value !== undefined && { value: String(value) }), ...(type && { type }) };
  });
}
