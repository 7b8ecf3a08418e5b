import { LocalError } from "../local-error.ts";
import { SqlError } from "../sql/sql-error.ts";
import { backticked } from "./names.ts";

/** The kinds of things that Unity Catalog knows here. */
export type SecurableType = "METASTORE" | "CATALOG" | "SCHEMA" | "TABLE" | "VOLUME" | "FUNCTION";

type Problem = "missing" | "exists" | "not empty";

/** [error class, SQLSTATE] of each problem, https://docs.databricks.com/en/error-messages/error-classes.html */
const sqlErrors: Readonly<Record<`${SecurableType} ${Problem}`, readonly [string, string]>> = {
  "METASTORE missing": ["METASTORE_NOT_FOUND", "42704"],
  "METASTORE exists": ["METASTORE_ALREADY_EXISTS", "42710"],
  "METASTORE not empty": ["METASTORE_NOT_EMPTY", "2BP01"],
  "CATALOG missing": ["NO_SUCH_CATALOG_EXCEPTION", "42704"],
  "CATALOG exists": ["CATALOG_ALREADY_EXISTS", "42710"],
  "CATALOG not empty": ["CATALOG_NOT_EMPTY", "2BP01"],
  "SCHEMA missing": ["SCHEMA_NOT_FOUND", "42704"],
  "SCHEMA exists": ["SCHEMA_ALREADY_EXISTS", "42P06"],
  "SCHEMA not empty": ["SCHEMA_NOT_EMPTY", "2BP01"],
  "TABLE missing": ["TABLE_OR_VIEW_NOT_FOUND", "42P01"],
  "TABLE exists": ["TABLE_OR_VIEW_ALREADY_EXISTS", "42P07"],
  "TABLE not empty": ["TABLE_NOT_EMPTY", "2BP01"],
  "VOLUME missing": ["UC_VOLUME_NOT_FOUND", "42704"],
  "VOLUME exists": ["VOLUME_ALREADY_EXISTS", "42000"],
  "VOLUME not empty": ["VOLUME_NOT_EMPTY", "2BP01"],
  "FUNCTION missing": ["ROUTINE_NOT_FOUND", "42883"],
  "FUNCTION exists": ["ROUTINE_ALREADY_EXISTS", "42723"],
  "FUNCTION not empty": ["ROUTINE_NOT_EMPTY", "2BP01"],
};

/** Those with error codes of their own; for others APIs say `RESOURCE_…`. */
const ownCodes: readonly SecurableType[] = ["METASTORE", "CATALOG", "SCHEMA", "TABLE"];

/** A refusal by an API that knows what a SQL statement says in the same case. */
export class CatalogError extends LocalError {
  override readonly name: string = "CatalogError";
  readonly sqlError: SqlError;

  constructor(status: number, errorCode: string, message: string, sqlError: SqlError) {
    super(status, errorCode, message);
    this.sqlError = sqlError;
  }
}

/** A securable is missing, or in the way. */
export class SecurableError extends CatalogError {
  override readonly name: string = "SecurableError";

  /** @param fullName `catalog.schema.name`, or as much of it as there is */
  constructor(problem: Problem, type: SecurableType, fullName: string) {
    const kind = `${type[0]}${type.slice(1).toLowerCase()}`;
    const code = ownCodes.includes(type) ? type : "RESOURCE";
    const answers: Readonly<Record<Problem, readonly [number, string, string]>> = {
      missing: [404, `${code}_DOES_NOT_EXIST`, `${kind} '${fullName}' does not exist.`],
      exists: [code === type ? 400 : 409, `${code}_ALREADY_EXISTS`, `${kind} '${fullName}' already exists`],
      "not empty": [
        400,
        `${code}_NOT_EMPTY`,
        `${kind} '${fullName}' is not empty. Delete what is in it, or use force.`,
      ],
    };
    super(...answers[problem], sqlError(problem, type, backticked(fullName.split("."))));
  }
}

function sqlError(problem: Problem, type: SecurableType, name: string): SqlError {
  const [errorClass, sqlState] = sqlErrors[`${type} ${problem}`];
  const kind = type === "TABLE" ? "table or view" : type === "FUNCTION" ? "routine" : type.toLowerCase();
  const messages: Readonly<Record<Problem, string>> = {
    missing: `The ${kind} ${name} cannot be found. Verify the spelling and correctness of the catalog and schema, or add IF EXISTS to a DROP.`,
    exists: `Cannot create ${kind} ${name} because it already exists. Choose a different name, or add IF NOT EXISTS.`,
    "not empty": `Cannot drop ${kind} ${name} because it contains objects. Use DROP ${type} … CASCADE to drop it with them.`,
  };
  return new SqlError(errorClass, sqlState, messages[problem]);
}
