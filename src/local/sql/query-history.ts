import type { components } from "../../../generated/sql/types.ts";
import type { Handlers } from "../handlers.ts";
import { page } from "../page.ts";
import type { Workspace } from "../workspace.ts";
import { recordedQueries } from "./recorded-queries.ts";
import type { Statement, Statements } from "./statements.ts";

type QueryInfo = components["schemas"]["QueryInfo"];

/** The API `queryHistory`: statements, newest first. */
export function queryHistoryHandlers(workspace: Workspace, statements: Statements): Handlers<"queryHistory"> {
  const recorded = recordedQueries(workspace);
  return {
    list(args) {
      const allowed = <Value>(values: readonly Value[] | undefined, value: Value): boolean =>
        !values || values.map(String).includes(String(value));
      const { "filter_by.query_start_time_range.start_time_ms": from = 0 } = args;
      const { "filter_by.query_start_time_range.end_time_ms": to = Number.MAX_SAFE_INTEGER } = args;
      const found = [...statements.list(), ...recorded.list()]
        .sort((one, other) => one.submitted - other.submitted)
        .filter(
          ({ id, request, user, submitted, ...rest }) =>
            allowed(args["filter_by.statement_ids"], id) &&
            allowed(args["filter_by.statuses"], statusOf(rest.state)) &&
            allowed(args["filter_by.user_ids"], Number(user.id)) &&
            allowed(args["filter_by.warehouse_ids"], request.warehouse_id) &&
            submitted >= Number(from) &&
            submitted <= Number(to),
        )
        .map((statement) => queryInfo(statement, args.include_metrics ?? false))
        .reverse();
      const shown = page("res", found, args.max_results ?? 100, args.page_token);
      return { ...shown, has_next_page: shown.next_page_token !== undefined };
    },
  };
}

const statusOf = (state: Statement["state"]): string =>
  ({ PENDING: "QUEUED", RUNNING: "RUNNING", SUCCEEDED: "FINISHED", FAILED: "FAILED", CANCELED: "CANCELED" })[state];

const statementTypes = new Set(
  "ALTER ANALYZE COPY CREATE DELETE DESCRIBE DROP EXPLAIN GRANT INSERT MERGE OPTIMIZE REFRESH REPLACE REVOKE SELECT SET SHOW TRUNCATE UPDATE USE".split(
    " ",
  ),
);

function queryInfo(statement: Statement, withMetrics: boolean): QueryInfo {
  const { id, request, user, state, submitted, started, ended, error, result } = statement;
  const duration = (ended ?? Date.now()) - submitted;
  const rows = result?.chunks.reduce((total, { row_count }) => total + row_count, 0) ?? 0;
  const first = /^[\s(]*(\w+)/.exec(request.statement)?.[1]?.toUpperCase() ?? "";
  return {
    query_id: id,
    status: statusOf(state),
    query_text: request.statement,
    query_start_time_ms: submitted,
    ...(ended !== undefined && { query_end_time_ms: ended, execution_end_time_ms: ended }),
    duration,
    is_final: ended !== undefined,
    user_id: Number(user.id),
    user_name: user.userName,
    executed_as_user_id: Number(user.id),
    executed_as_user_name: user.userName,
    warehouse_id: request.warehouse_id,
    endpoint_id: request.warehouse_id,
    rows_produced: rows,
    statement_type: first === "WITH" ? "SELECT" : statementTypes.has(first) ? first : "OTHER",
    ...(error && { error_message: error.message }),
    ...(request.query_tags && { query_tags: request.query_tags }),
    ...(withMetrics && {
      metrics: {
        total_time_ms: duration,
        execution_time_ms: (ended ?? Date.now()) - (started ?? submitted),
        rows_produced_count: rows,
      },
    }),
  };
}
