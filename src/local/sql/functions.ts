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

/** Macros behind CAST to whole numbers, which drops the fraction. */
const wholeCasts = Object.fromEntries(
  ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"].flatMap((type) =>
    ["", "try_"].map((prefix) => {
      const cast = `${prefix}cast`;
      const definition = `(x) AS CASE
        WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN ${cast}(trunc(TRY_CAST(x AS DOUBLE)) AS ${type})
        WHEN typeof(x) LIKE 'DECIMAL%' THEN ${cast}(trunc(${cast}(x AS DECIMAL(38, 10))) AS ${type})
        ELSE ${cast}(x AS ${type}) END`;
      return [`${prefix}as_${type.toLowerCase()}`, definition];
    }),
  ),
);

/** A part of a date or timestamp, which may come as text. */
const datePart = (name: string): string => `(d) AS CAST(system.main.${name}(CAST(d AS TIMESTAMP)) AS INTEGER)`;

/** A list's elements as one text, or the text itself: `concat_ws` takes both. */
const joined = (x: string): string =>
  `CASE WHEN typeof(${x}) LIKE '%]' THEN array_to_string(CAST(to_json(${x}) AS VARCHAR[]), s) ELSE CAST(${x} AS VARCHAR) END`;

/** Most arguments of functions that are macros by their number. */
export const mostArguments = 8;

/** A macro for each number of arguments. */
const variadic = (define: (names: readonly string[]) => string): string =>
  Array.from({ length: mostArguments }, (_, count) =>
    define(Array.from({ length: count + 1 }, (_each, index) => `x${index}`)),
  ).join(", ");

const concatWithSeparator = variadic(
  (names) => `(s, ${names.join(", ")}) AS system.main.concat_ws(s, ${names.map(joined).join(", ")})`,
);

/** NULL when one of them is. */
const concat = variadic(
  (names) => `(${names.join(", ")}) AS CASE WHEN ${names.map((name) => `${name} IS NULL`).join(" OR ")} THEN NULL
    ELSE system.main.concat(${names.join(", ")}) END`,
);

const sizeOf = `(c) AS CASE WHEN typeof(c) LIKE 'MAP%' THEN CAST(len(json_keys(to_json(c))) AS INTEGER)
  ELSE CAST(json_array_length(to_json(c)) AS INTEGER) END`;

const isoDays =
  "CASE upper(left(w, 2)) WHEN 'MO' THEN 1 WHEN 'TU' THEN 2 WHEN 'WE' THEN 3 WHEN 'TH' THEN 4 WHEN 'FR' THEN 5 WHEN 'SA' THEN 6 ELSE 7 END";

/** Whole months, and the rest in months of 31 days; on the same day, or two last days, there is no rest. */
const monthsBetween = `(a, b) AS CASE
  WHEN day(CAST(a AS TIMESTAMP)) = day(CAST(b AS TIMESTAMP))
    OR (last_day(CAST(a AS DATE)) = CAST(a AS DATE) AND last_day(CAST(b AS DATE)) = CAST(b AS DATE))
  THEN CAST(system.main.date_diff('month', CAST(b AS DATE), CAST(a AS DATE)) AS DOUBLE)
  ELSE round(system.main.date_diff('month', CAST(b AS DATE), CAST(a AS DATE)) + (day(CAST(a AS TIMESTAMP)) - day(CAST(b AS TIMESTAMP))
    + (epoch(CAST(a AS TIMESTAMP) - date_trunc('day', CAST(a AS TIMESTAMP))) - epoch(CAST(b AS TIMESTAMP) - date_trunc('day', CAST(b AS TIMESTAMP)))) / 86400.0) / 31.0, 8) END`;

/** Functions of Databricks that DuckDB has not, or has with another meaning: name, parameters and definition. */
const macros: Readonly<Record<string, string>> = {
  ...wholeCasts,
  ...Object.fromEntries(
    ["year", "month", "day", "hour", "minute", "second", "quarter", "dayofyear", "weekofyear", "dayofmonth"].map(
      (name) => [name, datePart(name)],
    ),
  ),
  as_varchar: `(x) AS CASE WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN regexp_replace(CAST(x AS VARCHAR), '\\+00$', '')
    ELSE CAST(x AS VARCHAR) END`,
  as_boolean: "(x) AS CAST(x AS BOOLEAN)",
  as_double: "(x) AS CAST(x AS DOUBLE)",
  concat,
  concat_ws: concatWithSeparator,
  div: '(a, b) AS "//"(a, b)',
  get: "(l, i) AS l[i + 1]",
  array_max: "(l) AS list_max(l)",
  array_min: "(l) AS list_min(l)",
  array_remove: "(l, e) AS list_filter(l, LAMBDA x: x <> e)",
  array_except: "(a, b) AS list_distinct(list_filter(a, LAMBDA x: NOT list_contains(b, x)))",
  array_union: "(a, b) AS list_distinct(list_concat(a, b))",
  arrays_overlap: "(a, b) AS list_has_any(a, b)",
  array_repeat: "(e, n) AS list_transform(generate_series(1, n), LAMBDA x: e)",
  slice: "(l, f, n) AS list_slice(l, f, f + n - 1)",
  map_contains_key: "(m, k) AS list_contains(map_keys(m), k)",
  months_between: monthsBetween,
  trunc: `(x) AS system.main.trunc(x), (d, f) AS CAST(system.main.date_trunc(CASE upper(f) WHEN 'MM' THEN 'month' WHEN 'MON' THEN 'month'
    WHEN 'YY' THEN 'year' WHEN 'YYYY' THEN 'year' ELSE lower(f) END, CAST(d AS DATE)) AS DATE)`,
  date_trunc: "(u, t) AS system.main.date_trunc(u, CAST(t AS TIMESTAMPTZ))",
  last_day: "(d) AS system.main.last_day(CAST(d AS DATE))",
  next_day: `(d, w) AS CAST(d AS DATE) + CAST((${isoDays} - isodow(CAST(d AS DATE)) + 6) % 7 + 1 AS INTEGER)`,
  try_add: "(a, b) AS TRY(a + b)",
  try_subtract: "(a, b) AS TRY(a - b)",
  try_multiply: "(a, b) AS TRY(a * b)",
  try_to_timestamp: "(s) AS TRY_CAST(s AS TIMESTAMPTZ)",
  try_to_date: "(s) AS TRY_CAST(s AS DATE)",
  try_element_at: "(c, k) AS c[k]",
  parse_json: "(s) AS CAST(s AS JSON)",
  regexp_like: "(s, p) AS system.main.regexp_matches(s, p)",
  regexp_count: "(s, p) AS len(system.main.regexp_extract_all(s, p))",
  regexp_substr: "(s, p) AS nullif(system.main.regexp_extract(s, p), '')",
  regexp_extract_all: `(s, p) AS system.main.regexp_extract_all(s, p, 1), (s, p, g) AS system.main.regexp_extract_all(s, p, g)`,
  iff: "(c, a, b) AS CASE WHEN c THEN a ELSE b END",
  isnull: "(x) AS x IS NULL",
  isnotnull: "(x) AS x IS NOT NULL",
  nanvl: "(a, b) AS CASE WHEN isnan(a) THEN b ELSE a END",
  zeroifnull: "(x) AS coalesce(x, 0)",
  nullifzero: "(x) AS nullif(x, 0)",
  equal_null: "(a, b) AS a IS NOT DISTINCT FROM b",
  bround: "(x) AS round_even(x, 0), (x, n) AS round_even(x, n)",
  log: "(x) AS ln(x), (b, x) AS ln(x) / ln(b)",
  base64: "(x) AS system.main.base64(CAST(x AS BLOB))",
  unbase64: "(s) AS from_base64(s)",
  xxhash64: "(x) AS CAST(system.main.hash(x) >> 1 AS BIGINT)",
  initcap: "(s) AS array_to_string(list_transform(string_split(lower(s), ' '), LAMBDA w: upper(w[1]) || w[2:]), ' ')",
  lpad: "(s, n) AS system.main.lpad(CAST(s AS VARCHAR), CAST(n AS INTEGER), ' '), (s, n, p) AS system.main.lpad(CAST(s AS VARCHAR), CAST(n AS INTEGER), p)",
  rpad: "(s, n) AS system.main.rpad(CAST(s AS VARCHAR), CAST(n AS INTEGER), ' '), (s, n, p) AS system.main.rpad(CAST(s AS VARCHAR), CAST(n AS INTEGER), p)",
  replace: "(s, f) AS system.main.replace(s, f, ''), (s, f, t) AS system.main.replace(s, f, t)",
  substring_index: `(s, d, n) AS CASE WHEN n > 0 THEN array_to_string(list_slice(string_split(s, d), 1, n), d)
    ELSE array_to_string(list_slice(string_split(s, d), n, -1), d) END`,
  space: "(n) AS repeat(' ', n)",
  shiftleft: "(a, n) AS a << n",
  shiftright: "(a, n) AS a >> n",
  from_utc_timestamp: "(t, z) AS CAST(timezone(z, CAST(t AS TIMESTAMPTZ)) AS TIMESTAMPTZ)",
  to_utc_timestamp: "(t, z) AS timezone(z, CAST(t AS TIMESTAMP))",
  monotonically_increasing_id: "() AS row_number() OVER () - 1",
  "/": checked("/"),
  "%": checked("%"),
  "//": checked("//"),
  "^": "(a, b) AS xor(a, b)",
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
  dayofweek: "(d) AS CAST(system.main.dayofweek(CAST(d AS TIMESTAMP)) + 1 AS INTEGER)",
  weekday: "(d) AS CAST(isodow(CAST(d AS TIMESTAMP)) - 1 AS INTEGER)",
  nvl: "(a, b) AS coalesce(a, b)",
  nvl2: "(a, b, c) AS CASE WHEN a IS NULL THEN c ELSE b END",
  size: sizeOf,
  array_size: sizeOf,
  cardinality: sizeOf,
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
  sha2: "(s, n) AS CASE WHEN n IN (0, 256) THEN sha256(s) ELSE error('The local workspace has sha2 of 256 bits only.') END",
  percentile: "(x, p) AS quantile_cont(x, p)",
  percentile_approx: "(x, p) AS quantile_disc(x, p)",
  approx_percentile: "(x, p) AS quantile_disc(x, p)",
};

/** DuckDB's SQL that defines the functions of Databricks in the database `databricks`. */
export const functions: string = Object.entries(macros)
  .map(([name, definition]) => `CREATE MACRO databricks.main."${name}"${definition};`)
  .concat(
    `CREATE MACRO databricks.main."range"${["b", "a, b", "a, b, s"]
      .map((names) => `(${names}) AS TABLE (SELECT range AS id FROM system.main.range(${names}))`)
      .join(", ")};`,
  )
  .join("\n");

/** Functions of Databricks that DuckDB has under another name. */
export const renamed: Readonly<Record<string, string>> = {
  array: "list_value",
  collect_list: "list",
  explode: "unnest",
  sort_array: "list_sort",
  bigint: "as_bigint",
  boolean: "as_boolean",
  char: "chr",
  date: "to_date",
  double: "as_double",
  endswith: "ends_with",
  every: "bool_and",
  filter: "list_filter",
  int: "as_integer",
  some: "bool_or",
  startswith: "starts_with",
  string: "as_varchar",
  timestamp: "to_timestamp",
  transform: "list_transform",
};
