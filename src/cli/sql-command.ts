import { Command, Option } from "commander";
import { perform, repeated, wholeNumber, withCommon } from "./common-options.ts";
import type { SqlOptions } from "./sql.ts";

const notes = `
NULL is \\N in tables, an empty field in CSV (the empty string is ""), and null
in JSON.
  databricks-mcp sql 'select * from samples.nyctaxi.trips limit 10'
  databricks-mcp sql 'select :day' --param day=2024-01-31:DATE --format csv
  databricks-mcp sql -f report.sql --format jsonl --output report.jsonl`;

/** `sql`: one statement on a SQL warehouse. */
export function sqlCommand(): Command {
  const command = new Command("sql")
    .description("run one SQL statement and print all of its rows")
    .argument("[statement]", "the statement, or - for standard input")
    .option("-f, --file <file>", "read the statement from a file")
    .addOption(
      new Option("--format <format>", "how rows are printed (default: table, with --json: json)").choices([
        "table",
        "csv",
        "json",
        "jsonl",
      ]),
    )
    .option("-o, --output <file>", "write the rows to a file")
    .option("--warehouse <id>", "SQL warehouse (default: the configured one)")
    .option("--catalog <name>", "catalog of names without one")
    .option("--schema <name>", "schema of names without one")
    .option("--param <name=value[:type]>", "value of :name, a STRING unless a type follows; no = is NULL", repeated)
    .option("--limit <n>", "most rows to print", wholeNumber(1))
    .option("--inline", "send rows through Databricks, up to 24 MiB, where the cloud's storage cannot be reached")
    .addHelpText("after", notes)
    .action((statement: string | undefined, options: SqlOptions) =>
      perform(options, async (run) => (await import("./sql.ts")).sql(statement, options, run)),
    );
  return withCommon(command);
}
