/** Why a statement failed, as Databricks tells it (https://docs.databricks.com/aws/en/error-messages/error-classes). */
export class SqlError extends Error {
  override readonly name: string = "SqlError";
  /** Error class, such as `TABLE_OR_VIEW_NOT_FOUND`. */
  readonly errorClass: string;
  /** Five characters of the SQL standard, such as `42P01`. */
  readonly sqlState: string;

  constructor(errorClass: string, sqlState: string, message: string, position = "") {
    super(`[${errorClass}] ${message} SQLSTATE: ${sqlState}${position}`);
    this.errorClass = errorClass;
    this.sqlState = sqlState;
  }
}

/** The session is in a schema that does not exist. */
export const schemaNotFound = (catalog: string, schema: string): SqlError =>
  new SqlError("SCHEMA_NOT_FOUND", "42704", `The schema \`${catalog}\`.\`${schema}\` cannot be found.`);

/** What DuckDB says, as a regular expression, and what Databricks calls it; `$1`, `$2` are the expression's groups. */
const rules: readonly (readonly [RegExp, string, string, string?])[] = [
  [/DIVIDE_BY_ZERO/, "DIVIDE_BY_ZERO", "22012", "Division by zero. Use `try_divide` to get NULL instead."],
  [
    /^(?:Catalog|Binder) Error: (?:Table|View) with name "?(.+?)"? does not exist/,
    "TABLE_OR_VIEW_NOT_FOUND",
    "42P01",
    "The table or view `$1` cannot be found. Check its spelling, its schema and its catalog.",
  ],
  [
    /(?:Scalar |Aggregate |Table |Macro )+Function with name "?(.+?)"? does not exist/,
    "UNRESOLVED_ROUTINE",
    "42883",
    "The function `$1` cannot be found.",
  ],
  [
    /Catalog Error: Macro(?: Function)? with name "?(.+?)"? does not exist/,
    "UNRESOLVED_ROUTINE",
    "42883",
    "The function `$1` cannot be found.",
  ],
  [
    /Schema with name "?(.+?)"? does not exist|schema "(.+?)" does not exist|No catalog \+ schema named "(.+?)"/,
    "SCHEMA_NOT_FOUND",
    "42704",
    "The schema `$1` cannot be found.",
  ],
  [/(?:Catalog|Database) "(.+?)" does not exist/, "NO_SUCH_CATALOG_EXCEPTION", "42704", "Catalog `$1` was not found."],
  [/Type with name "?(.+?)"? does not exist/, "UNSUPPORTED_DATATYPE", "0A000", "There is no data type $1."],
  [/Schema with name "?(.+?)"? already exists/, "SCHEMA_ALREADY_EXISTS", "42P06", "The schema `$1` already exists."],
  [
    /(?:Table|View) with name "?(.+?)"? already exists/,
    "TABLE_OR_VIEW_ALREADY_EXISTS",
    "42P07",
    "The table or view `$1` already exists.",
  ],
  [
    /Function with name "?(.+?)"? already exists/,
    "ROUTINE_ALREADY_EXISTS",
    "42723",
    "The function `$1` already exists.",
  ],
  [
    /Referenced column "(.+?)" not found[\s\S]*?Candidate bindings: ([^\n]+)/,
    "UNRESOLVED_COLUMN.WITH_SUGGESTION",
    "42703",
    "There is no column, variable or parameter `$1`. Did you mean one of: $2?",
  ],
  [
    /Referenced column "(.+?)" (?:not found|was not found)|does not have a column named "(.+?)"|[Cc]olumn(?: with name)? "?([^\s"]+?)"? (?:does not exist|not found)|Referenced table "(.+?)" not found/,
    "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
    "42703",
    "There is no column, variable or parameter `$1`.",
  ],
  [
    /Ambiguous reference to column name "(.+?)"/,
    "AMBIGUOUS_REFERENCE",
    "42704",
    "Reference `$1` is ambiguous: qualify it with its table.",
  ],
  [
    /column "(.+?)" must appear in the GROUP BY clause/,
    "MISSING_AGGREGATION",
    "42803",
    "The column `$1` is neither grouped by nor aggregated.",
  ],
  [
    /No function matches the given name and argument types '(.+?)'\./,
    "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
    "42K09",
    "Cannot resolve $1: the types of its arguments do not fit.",
  ],
  [
    /Could not choose a best candidate function for the function call "(.+?)"/,
    "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
    "42K09",
    "Cannot resolve $1: the types of its arguments do not fit. Cast them.",
  ],
  [
    /Unimplemented type for cast \((.+?)\)/,
    "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
    "42K09",
    "The local workspace cannot cast $1.",
  ],
  [/^Conversion Error: (.+)/, "CAST_INVALID_INPUT", "22018", "$1. Use `try_cast` to get NULL instead."],
  [/^Out of Range Error: (.+)/, "ARITHMETIC_OVERFLOW", "22003", "$1."],
  [
    /NOT NULL constraint failed: (\S+)/,
    "DELTA_NOT_NULL_CONSTRAINT_VIOLATED",
    "23502",
    "NOT NULL constraint violated for column: $1.",
  ],
  [
    /CHECK constraint failed[^:]*: (.+)/,
    "DELTA_VIOLATE_CONSTRAINT_WITH_VALUES",
    "23001",
    "CHECK constraint violated by a row: $1.",
  ],
  [/^Constraint Error: (.+)/, "DELTA_VIOLATE_CONSTRAINT_WITH_VALUES", "23001", "$1."],
  [/^Permission Error: (.+)/, "INSUFFICIENT_PERMISSIONS", "42501", "$1."],
  [/^Out of Memory Error: (.+)/, "OUT_OF_MEMORY", "53200", "$1."],
  [
    /Parser Error: syntax error at (?:or near "(.*?)"|end of input)/,
    "PARSE_SYNTAX_ERROR",
    "42601",
    "Syntax error at or near '$1'.",
  ],
  [/Parser Error: (.+)/, "PARSE_SYNTAX_ERROR", "42601", "$1."],
  [/^Not implemented Error: (.+)/i, "UNSUPPORTED_FEATURE", "0A000", "$1."],
  [/^Invalid Input Error: (.+)/, "USER_RAISED_EXCEPTION", "P0001", "$1."],
  [/^Binder Error: (.+)/, "INVALID_SQL_SYNTAX", "42000", "$1."],
];

/** The error that Databricks would tell where DuckDB tells this one. */
export function sqlErrorOf(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  const text = plain(error instanceof Error ? error.message : String(error));
  for (const [found, errorClass, sqlState, message = "$1"] of rules) {
    const groups = found
      .exec(text)
      ?.slice(1)
      .filter((each) => each !== undefined);
    if (!groups) continue;
    const filled = message.replace(/\$([12])/g, (_, index: string) => groups[Number(index) - 1] ?? "end of input");
    return new SqlError(errorClass, sqlState, filled, positionIn(text));
  }
  return new SqlError("INTERNAL_ERROR", "XX000", text);
}

/** Names without the `$` of DuckDB's databases, and the error without what DuckDB was about to do. */
const plain = (text: string): string =>
  text.replace(/^Failed to [\w ]+: (?=[A-Z])/, "").replace(/\b(main|memory|system|temp|databricks)\$/g, "$1");

/** Where DuckDB's caret points, as Databricks tells it: the line from 1, the offset from 0. */
function positionIn(text: string): string {
  const [, line, source, caret] = /LINE (\d+): (.*)\n( *)\^/.exec(text) ?? [];
  if (line === undefined || source?.startsWith("...")) return "";
  return `; line ${line} pos ${Math.max(0, (caret ?? "").length - `LINE ${line}: `.length)}`;
}
