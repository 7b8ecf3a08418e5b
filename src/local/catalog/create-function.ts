import type { components } from "../../../generated/catalog/types.ts";
import type { Column } from "../sql/engine.ts";
import { type Definition, readDefinitions, readType } from "./column-definitions.ts";
import { type Command, type CommandContext, nothing, objectNamed, unsupported } from "./command.ts";
import { createFunction } from "./functions.ts";
import { backticked } from "./names.ts";
import type { FunctionDeclaration } from "./securables.ts";
import type { StatementReader } from "./statement-reader.ts";

type ParameterInfo = components["schemas"]["FunctionParameterInfo"];

interface Header {
  readonly parameters: readonly Definition[];
  /** Type of the value, or columns of the table. */
  readonly returns: string | readonly Definition[] | undefined;
  readonly comment?: string;
}

const makeFunction =
  (replace: boolean): Command =>
  async (statement, context) => {
    const tolerant = statement.take("IF NOT EXISTS");
    const path = objectNamed(statement.name(), context.session);
    const header = readHeader(statement);
    const definition = statement.rest;
    if (tolerant && (await context.unity.findFunction(...path))) return nothing();
    const declaration = await declarationOf(header, definition, context);
    const { comment } = header;
    await createFunction(context.unity, path, context.session, {
      declaration,
      definition,
      replace,
      ...(comment !== undefined && { comment }),
    });
    return nothing();
  };

/** `CREATE FUNCTION [IF NOT EXISTS] name(parameters) [RETURNS type] RETURN body` */
export const createFunctionCommand: Command = makeFunction(false);
/** The same after `CREATE OR REPLACE FUNCTION`. */
export const replaceFunctionCommand: Command = makeFunction(true);

/** `CREATE TEMPORARY FUNCTION`: a statement has a connection of its own, which would end with it. */
export const refuseTemporaryFunction: Command = () => {
  throw unsupported("temporary functions");
};

/** `(parameters) [RETURNS …] [characteristics] RETURN` */
function readHeader(statement: StatementReader): Header {
  const parameters = readDefinitions(statement);
  let returns: Header["returns"];
  let comment: string | undefined;
  while (!statement.take("RETURN")) {
    if (statement.take("RETURNS TABLE")) returns = statement.sees("(") ? readDefinitions(statement) : [];
    else if (statement.take("RETURNS")) returns = readType(statement);
    else if (statement.take("COMMENT")) comment = statement.string();
    else if (statement.sees("LANGUAGE") && !statement.sees("LANGUAGE SQL"))
      throw unsupported("functions in other languages than SQL");
    else if (statement.done) throw statement.syntaxError();
    else statement.skip();
  }
  return { parameters, returns, ...(comment !== undefined && { comment }) };
}

async function declarationOf(
  header: Header,
  definition: string,
  context: CommandContext,
): Promise<FunctionDeclaration> {
  const parameters = await described(header.parameters, context);
  const input_params = { parameters };
  if (Array.isArray(header.returns)) {
    const columns = await described(header.returns, context);
    const text = columns.map(({ name, type_text }) => `${name} ${type_text}`).join(", ");
    return {
      data_type: "TABLE_TYPE",
      full_data_type: `(${text})`,
      input_params,
      return_params: { parameters: columns },
    };
  }
  const value = typeof header.returns === "string" ? `CAST(NULL AS ${header.returns})` : `(${definition})`;
  const given = parameters.map(({ name, type_text }) => `CAST(NULL AS ${type_text}) AS ${backticked([name])}`);
  const from = given.length > 0 ? ` FROM (SELECT ${given.join(", ")})` : "";
  const [type] = await columnsOf(`SELECT ${value}${from}`, context);
  return { data_type: type?.type_name ?? "STRING", full_data_type: type?.type_text ?? "STRING", input_params };
}

async function described(named: readonly Definition[], context: CommandContext): Promise<ParameterInfo[]> {
  if (named.length === 0) return [];
  const values = named.map(({ type }) => `CAST(NULL AS ${type})`);
  const types = await columnsOf(`SELECT ${values.join(", ")}`, context);
  return named.map(({ name, default: value, comment }, position) => ({
    name,
    position,
    type_name: types[position]?.type_name ?? "STRING",
    type_text: types[position]?.type_text.toLowerCase() ?? "string",
    parameter_mode: "IN",
    parameter_type: "PARAM",
    ...(value !== undefined && { parameter_default: value }),
    ...(comment !== undefined && { comment }),
  }));
}

/** The types of a query's columns. */
async function columnsOf(query: string, { unity, session }: CommandContext): Promise<readonly Column[]> {
  const { columns, close } = await unity.engine.execute(query, session);
  close();
  return columns;
}
