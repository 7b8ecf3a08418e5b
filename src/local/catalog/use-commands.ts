import { type Command, nothing, schemaNamed } from "./command.ts";

/** `USE CATALOG name` */
export const useCatalog: Command = async (statement, { unity, session }) => {
  const catalog = (statement.next.kind === "string" ? statement.string() : statement.identifier()).toLowerCase();
  statement.end();
  await unity.requireCatalog(catalog);
  return nothing({ ...session, catalog, schema: "default" });
};

/** `USE [SCHEMA] name` */
export const useSchema: Command = async (statement, { unity, session }) => {
  const [catalog, schema] = schemaNamed(statement.name(), session);
  statement.end();
  await unity.requireSchema(catalog, schema);
  return nothing({ ...session, catalog, schema });
};
