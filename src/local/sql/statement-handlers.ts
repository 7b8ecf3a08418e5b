import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { components } from "../../../generated/sql/types.ts";
import type { Handlers } from "../handlers.ts";
import { invalidState, LocalError } from "../local-error.ts";
import type { Workspace } from "../workspace.ts";
import { checkRequest, waitTimeout } from "./statement-request.ts";
import type { Statement, Statements } from "./statements.ts";
import { type Chunk, chunkFile } from "./stored-result.ts";

type Schemas = components["schemas"];

/** The API `statementExecution`. */
export function statementHandlers(workspace: Workspace, statements: Statements): Handlers<"statementExecution"> {
  const answer = async (id: string): Promise<Schemas["StatementResponse"]> => {
    const statement = statements.get(id);
    return {
      statement_id: id,
      status: statusOf(statement, statements.isClosed(statement)),
      ...(statement.result &&
        !statements.isClosed(statement) && {
          manifest: manifestOf(statement),
          result: await chunkOf(workspace, statements, statement, 0),
        }),
    };
  };
  return {
    async executeStatement(request, { user }) {
      checkRequest(request);
      const timeout = waitTimeout(request.wait_timeout);
      const id = await statements.submit(request, user);
      if (timeout === 0) return { statement_id: id, status: { state: "PENDING" } };
      await statements.wait(id, timeout);
      if (request.on_wait_timeout === "CANCEL") await statements.cancel(id);
      return answer(id);
    },
    getStatement: ({ statement_id }) => answer(statement_id),
    getStatementResultChunkN: ({ statement_id, chunk_index }) =>
      chunkOf(workspace, statements, statements.get(statement_id), chunk_index),
    async cancelExecution({ statement_id }) {
      statements.get(statement_id);
      await statements.cancel(statement_id);
    },
  };
}

function statusOf({ state, error }: Statement, closed: boolean): Schemas["StatementStatus"] {
  if (!error) return { state: closed ? "CLOSED" : state };
  const { message, sqlState } = error;
  const error_code = sqlState === undefined ? "INTERNAL_ERROR" : "BAD_REQUEST";
  return { state, error: { error_code, message }, ...(sqlState !== undefined && { sql_state: sqlState }) };
}

function manifestOf({ request, result }: Statement): Schemas["ResultManifest"] {
  const { columns = [], chunks = [], truncated = false } = result ?? {};
  const inline = request.disposition !== "EXTERNAL_LINKS";
  const sum = (count: (chunk: Chunk) => number): number => chunks.reduce((total, each) => total + count(each), 0);
  return {
    format: request.format ?? "JSON_ARRAY",
    schema: {
      column_count: columns.length,
      ...(columns.length > 0 && { columns: columns.map((column, position) => ({ ...column, position })) }),
    },
    total_chunk_count: chunks.length,
    chunks: chunks.map(({ byte_count, ...rest }) => ({ ...rest, ...(!inline && { byte_count }) })),
    total_row_count: sum(({ row_count }) => row_count),
    ...(!inline && { total_byte_count: sum(({ byte_count }) => byte_count) }),
    truncated,
  };
}

/** @throws LocalError 404 when there is no such chunk, or no longer */
async function chunkOf(
  workspace: Workspace,
  statements: Statements,
  statement: Statement,
  index: number,
): Promise<Schemas["ResultData"]> {
  const { id, state, result, request } = statement;
  if (!result) throw invalidState(`The statement ${id} is ${state} and has no result.`);
  const chunk = result.chunks[index];
  if (!chunk || statements.isClosed(statement))
    throw new LocalError(404, "NOT_FOUND", `Chunk ${index} of the result of the statement ${id} was not found.`);
  const file = chunkFile(await statements.directoryOf(id), index);
  const next = result.chunks[index + 1];
  const { byte_count, ...place } = chunk;
  const described = {
    ...place,
    ...(next && {
      next_chunk_index: next.chunk_index,
      next_chunk_internal_link: `/api/2.0/sql/statements/${id}/result/chunks/${next.chunk_index}?row_offset=${next.row_offset}`,
    }),
  };
  if (request.disposition === "EXTERNAL_LINKS")
    return { external_links: [{ ...described, byte_count, ...(await linkTo(workspace, file, request.format)) }] };
  return chunk.row_count === 0 ? described : { ...described, data_array: JSON.parse(await readFile(file, "utf8")) };
}

const contentTypes: Readonly<Record<string, string>> = {
  CSV: "text/csv",
  ARROW_STREAM: "application/vnd.apache.arrow.stream",
};

/** A URL of the object storage that gives the file, until it expires. */
async function linkTo(
  { storage, timings }: Workspace,
  file: string,
  format = "",
): Promise<Pick<Schemas["ExternalLink"], "external_link" | "expiration">> {
  const expiresAt = Date.now() + timings.linkValid;
  const external_link = await storage.presign({
    method: "GET",
    expiresAt,
    async handle(_request, response) {
      response.writeHead(200, { "content-type": contentTypes[format] ?? "application/json" });
      await pipeline(createReadStream(file), response);
    },
  });
  return { external_link, expiration: new Date(expiresAt).toISOString() };
}
