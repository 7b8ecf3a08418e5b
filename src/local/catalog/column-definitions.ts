import type { StatementReader } from "./statement-reader.ts";

/** A column or parameter as a statement declares it. */
export interface Definition {
  readonly name: string;
  /** As the statement spells it. */
  readonly type: string;
  readonly default?: string;
  readonly comment?: string;
}

/** Reads `(name type [NOT NULL] [DEFAULT value] [COMMENT 'text'], …)`. */
export function readDefinitions(statement: StatementReader): Definition[] {
  const definitions: Definition[] = [];
  statement.expect("(");
  while (!statement.take(")")) {
    definitions.push(readDefinition(statement));
    if (!statement.take(",") && !statement.sees(")")) throw statement.syntaxError();
  }
  return definitions;
}

/** Reads one of them. */
export function readDefinition(statement: StatementReader): Definition {
  const name = statement.identifier();
  const type = readType(statement);
  statement.take("NOT NULL");
  const value = statement.take("DEFAULT") ? readUntil(statement, ["COMMENT", ",", ")"]) : undefined;
  const comment = statement.take("COMMENT") ? statement.string() : undefined;
  return { name, type, ...(value !== undefined && { default: value }), ...(comment !== undefined && { comment }) };
}

/** Reads `BIGINT`, `DECIMAL(10, 2)`, `MAP<STRING, ARRAY<INT>>`. */
export function readType(statement: StatementReader): string {
  const start = statement.next.start;
  statement.identifier();
  if (statement.sees("(")) statement.skipBrackets();
  if (statement.take("<")) statement.skipAngles();
  return statement.source.slice(start, statement.position);
}

function readUntil(statement: StatementReader, ends: readonly string[]): string {
  const start = statement.next.start;
  while (!statement.done && !ends.some((end) => statement.sees(end))) {
    if (statement.sees("(")) statement.skipBrackets();
    else statement.skip();
  }
  return statement.source.slice(start, statement.position);
}
