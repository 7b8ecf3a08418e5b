/** Letters of Java's date patterns and of strftime, longer ones first (https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-datetime-pattern). */
const datePatterns: readonly (readonly [string, string])[] = [
  ["yyyy", "%Y"],
  ["yy", "%y"],
  ["y", "%Y"],
  ["MMMM", "%B"],
  ["MMM", "%b"],
  ["MM", "%m"],
  ["M", "%-m"],
  ["dd", "%d"],
  ["d", "%-d"],
  ["HH", "%H"],
  ["H", "%-H"],
  ["hh", "%I"],
  ["mm", "%M"],
  ["ss", "%S"],
  ["SSSSSS", "%f"],
  ["SSS", "%g"],
  ["EEEE", "%A"],
  ["E", "%a"],
  ["a", "%p"],
  ["'", ""],
];

/**
 * Replaces each pattern by a character that occurs in none, then that by what it means. DuckDB wants a constant, and takes
 * a parameter of a macro for one inside of CASE only.
 */
function strftimePattern(argument: string): string {
  const marked = datePatterns.reduce(
    (sql, [java], index) => `replace(${sql}, '${java.replace("'", "''")}', chr(${index + 1}))`,
    argument,
  );
  const replaced = datePatterns.reduce(
    (sql, [, format], index) => `replace(${sql}, chr(${index + 1}), '${format}')`,
    marked,
  );
  return `CASE WHEN ${argument} IS NULL THEN '' ELSE ${replaced} END`;
}

/** An interval of one unit, by the unit's name. */
const unitInterval = (unit: string, count: string): string => `CASE lower(${unit})
  WHEN 'microsecond' THEN to_microseconds(${count}) WHEN 'millisecond' THEN to_milliseconds(${count})
  WHEN 'second' THEN to_seconds(${count}) WHEN 'minute' THEN to_minutes(${count}) WHEN 'hour' THEN to_hours(${count})
  WHEN 'day' THEN to_days(${count}) WHEN 'week' THEN to_weeks(${count}) WHEN 'month' THEN to_months(${count})
  WHEN 'quarter' THEN to_months(3 * ${count}) ELSE to_years(${count}) END`;

const addUnits = `(u, n, d) AS CAST(d AS TIMESTAMPTZ) + (${unitInterval("u", "CAST(n AS INTEGER)")})`;
const days = (first: string, sign: string): string => `(d, n) AS CAST(${first} AS DATE) ${sign} CAST(n AS INTEGER)`;
const checked = (operator: string): string =>
  `(a, b) AS CASE WHEN b = 0 THEN error('DIVIDE_BY_ZERO') ELSE system.main."${operator}"(a, b) END`;
const difference = `(a, b) AS system.main.date_diff('day', CAST(b AS DATE), CAST(a AS DATE)),
  (u, a, b) AS system.main.date_diff(u, CAST(a AS TIMESTAMPTZ), CAST(b AS TIMESTAMPTZ))`;

/** Functions of Databricks that DuckDB has not, or has with another meaning: name, parameters and definition. */
const macros: Readonly<Record<string, string>> = {
  "/": checked("/"),
  "%": checked("%"),
  "//": checked("//"),
  mod: checked("%"),
  try_divide: '(a, b) AS CASE WHEN b = 0 THEN NULL ELSE system.main."/"(a, b) END',
  pmod: '(a, b) AS system.main."%"(system.main."%"(a, b) + b, b)',
  current_user: "() AS getvariable('current_user')",
  session_user: "() AS getvariable('current_user')",
  user: "() AS getvariable('current_user')",
  current_catalog: "() AS getvariable('current_catalog')",
  current_database: "() AS getvariable('current_schema')",
  current_schema: "() AS getvariable('current_schema')",
  current_version: "() AS {'dbr_version': NULL, 'dbsql_version': 'local', 'u_build_hash': NULL}",
  version: "() AS 'local'",
  current_timestamp: "() AS system.main.now()",
  current_date: "() AS CAST(system.main.now() AS DATE)",
  curdate: "() AS CAST(system.main.now() AS DATE)",
  getdate: "() AS system.main.now()",
  date_format: `(t, f) AS strftime(CAST(t AS TIMESTAMP), ${strftimePattern("f")})`,
  to_date: `(s) AS CAST(s AS DATE), (s, f) AS CAST(strptime(s, ${strftimePattern("f")}) AS DATE)`,
  to_timestamp: `(s) AS CAST(s AS TIMESTAMPTZ), (s, f) AS CAST(strptime(s, ${strftimePattern("f")}) AS TIMESTAMPTZ)`,
  from_unixtime: `(n) AS strftime(CAST(system.main.to_timestamp(n) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S'),
    (n, f) AS strftime(CAST(system.main.to_timestamp(n) AS TIMESTAMP), ${strftimePattern("f")})`,
  unix_timestamp: `() AS CAST(epoch(system.main.now()) AS BIGINT), (t) AS CAST(epoch(CAST(t AS TIMESTAMPTZ)) AS BIGINT),
    (s, f) AS CAST(epoch(strptime(s, ${strftimePattern("f")})) AS BIGINT)`,
  timestamp_seconds: "(n) AS system.main.to_timestamp(n)",
  timestamp_millis: "(n) AS CAST(epoch_ms(CAST(n AS BIGINT)) AS TIMESTAMPTZ)",
  date_add: `${days("d", "+")}, ${addUnits}`,
  dateadd: `${days("d", "+")}, ${addUnits}`,
  timestampadd: addUnits,
  date_sub: days("d", "-"),
  datediff: difference,
  date_diff: difference,
  timestampdiff: "(u, a, b) AS system.main.date_sub(u, CAST(a AS TIMESTAMPTZ), CAST(b AS TIMESTAMPTZ))",
  add_months: "(d, n) AS CAST(CAST(d AS DATE) + to_months(n) AS DATE)",
  dayofweek: "(d) AS system.main.dayofweek(d) + 1",
  weekday: "(d) AS isodow(d) - 1",
  nvl: "(a, b) AS coalesce(a, b)",
  nvl2: "(a, b, c) AS CASE WHEN a IS NULL THEN c ELSE b END",
  element_at: "(c, k) AS c[k]",
  collect_set: "(x) AS list(DISTINCT x)",
  array_join: "(a, s) AS array_to_string(a, s)",
  sequence: "(a, b) AS generate_series(a, b), (a, b, s) AS generate_series(a, b, s)",
  get_json_object: "(j, p) AS json_extract_string(j, p)",
  locate: "(part, s) AS instr(s, part)",
  charindex: "(part, s) AS instr(s, part)",
  split: "(s, p) AS regexp_split_to_array(s, p)",
  regexp_replace: "(s, p, r) AS system.main.regexp_replace(s, p, r, 'g')",
  regexp_extract: "(s, p) AS system.main.regexp_extract(s, p, 1), (s, p, g) AS system.main.regexp_extract(s, p, g)",
  rand: "() AS random()",
  sha2: "(s, n) AS sha256(s)",
  percentile: "(x, p) AS quantile_cont(x, p)",
  percentile_approx: "(x, p) AS quantile_disc(x, p)",
  approx_percentile: "(x, p) AS quantile_disc(x, p)",
};

/** DuckDB's SQL that defines the functions of Databricks in the database `databricks`. */
export const functions: string = Object.entries(macros)
  .map(([name, definition]) => `CREATE MACRO databricks.main."${name}"${definition};`)
  .join("\n");

/** Functions of Databricks that DuckDB has under another name. */
export const renamed: Readonly<Record<string, string>> = {
  array: "list_value",
  array_size: "len",
  collect_list: "list",
  explode: "unnest",
  size: "len",
  sort_array: "list_sort",
  struct: "row",
};
