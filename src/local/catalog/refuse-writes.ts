import type { Session } from "../sql/engine.ts";
import { objectNamed } from "./command.ts";
import type { StatementReader } from "./statement-reader.ts";
import { refuseChange } from "./write-protection.ts";

const writes = [
  ...["INSERT INTO TABLE", "INSERT INTO", "INSERT OVERWRITE TABLE", "INSERT OVERWRITE"],
  ...["DELETE FROM", "MERGE INTO", "TRUNCATE TABLE", "COPY INTO", "UPDATE"],
];

/**
 * Looks for what a statement writes to.
 *
 * @throws CatalogError for samples and information_schema
 */
export function refuseWrites(statement: StatementReader, session: Session): void {
  while (!statement.done) {
    const verb = statement.takeOneOf(...writes);
    const isName = statement.next.kind === "word" || statement.next.kind === "name";
    if (verb === undefined) statement.skip();
    else if (isName && !statement.sees("SET")) {
      const [catalog, schema] = objectNamed(statement.name(), session);
      refuseChange(catalog, schema);
    }
  }
}
