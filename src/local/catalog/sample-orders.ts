const regions = ["AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"];

/** Name and region, by key. */
const nations: readonly (readonly [string, number])[] = [
  ["ALGERIA", 0],
  ["ARGENTINA", 1],
  ["BRAZIL", 1],
  ["CANADA", 1],
  ["EGYPT", 4],
  ["ETHIOPIA", 0],
  ["FRANCE", 3],
  ["GERMANY", 3],
  ["INDIA", 2],
  ["INDONESIA", 2],
  ["IRAN", 4],
  ["IRAQ", 4],
  ["JAPAN", 2],
  ["JORDAN", 4],
  ["KENYA", 0],
  ["MOROCCO", 0],
  ["MOZAMBIQUE", 0],
  ["PERU", 1],
  ["CHINA", 2],
  ["ROMANIA", 3],
  ["SAUDI ARABIA", 4],
  ["VIETNAM", 2],
  ["RUSSIA", 3],
  ["UNITED KINGDOM", 3],
  ["UNITED STATES", 1],
];

/** A DuckDB expression: one of some words, drawn for row `i`. */
const one = (words: string, salt: number): string => {
  const list = words.split(",");
  return `[${list.map((word) => `'${word}'`).join(", ")}][1 + draw(i, ${salt}, ${list.length})]`;
};

const comment = (salt: number): string =>
  [
    one("carefully,quickly,furiously,slyly,blithely,silently", salt),
    one("final,regular,express,pending,special,even,bold,ironic", salt + 1),
    one("deposits,requests,accounts,packages,theodolites,instructions", salt + 2),
    one("sleep,wake,nag,haggle,cajole,integrate", salt + 3),
  ].join(" || ' ' || ");

const phone = (nation: string, salt: number): string =>
  `printf('%d-%d-%d-%d', 10 + ${nation}, 100 + draw(i, ${salt}, 900), 100 + draw(i, ${salt + 1}, 900), 1000 + draw(i, ${salt + 2}, 9000))`;

const money = (expression: string): string => `CAST(${expression} AS DECIMAL(18,2))`;

/** What a part costs, in dollars: the rule of TPC-H 4.2.3. */
const retailPrice = (part: string): string => `((90000 + (${part} // 10) % 20001 + 100 * (${part} % 1000)) / 100.0)`;

/** One of the four suppliers of a part (TPC-H 4.2.3, 100 suppliers). */
const supplierOf = (part: string, which: string): string =>
  `((${part} + ${which} * (25 + (${part} - 1) // 100)) % 100 + 1)`;

/**
 * DuckDB statements that make `samples.tpch`: the tables, columns and keys of TPC-H (https://www.tpc.org/tpch, 1.4) at
 * scale 0.01, with made-up rows. Every foreign key joins.
 */
export const orderStatements: readonly string[] = [
  `CREATE SCHEMA samples.tpch`,
  `CREATE TABLE samples.tpch.region AS SELECT i AS r_regionkey, ['${regions.join("', '")}'][i + 1] AS r_name,
     ${comment(10)} AS r_comment FROM range(5) rows(i)`,
  `CREATE TABLE samples.tpch.nation AS SELECT i AS n_nationkey, ['${nations.map(([name]) => name).join("', '")}'][i + 1] AS n_name,
     CAST([${nations.map(([, region]) => region).join(", ")}][i + 1] AS BIGINT) AS n_regionkey, ${comment(20)} AS n_comment
     FROM range(25) rows(i)`,
  `CREATE TABLE samples.tpch.supplier AS SELECT i AS s_suppkey, printf('Supplier#%09d', i) AS s_name,
     substr(md5('supplier' || i), 1, 10 + draw(i, 30, 20)) AS s_address, draw(i, 31, 25) AS s_nationkey,
     ${phone("draw(i, 31, 25)", 32)} AS s_phone, ${money("draw(i, 35, 1099998) / 100.0 - 999.99")} AS s_acctbal,
     ${comment(36)} AS s_comment FROM range(1, 101) rows(i)`,
  `CREATE TABLE samples.tpch.customer AS SELECT i AS c_custkey, printf('Customer#%09d', i) AS c_name,
     substr(md5('customer' || i), 1, 10 + draw(i, 40, 20)) AS c_address, draw(i, 41, 25) AS c_nationkey,
     ${phone("draw(i, 41, 25)", 42)} AS c_phone, ${money("draw(i, 45, 1099998) / 100.0 - 999.99")} AS c_acctbal,
     ${one("AUTOMOBILE,BUILDING,FURNITURE,HOUSEHOLD,MACHINERY", 46)} AS c_mktsegment, ${comment(47)} AS c_comment
     FROM range(1, 1501) rows(i)`,
  `CREATE TABLE samples.tpch.part AS SELECT i AS p_partkey,
     ${one("almond,azure,beige,black,blush,burnished,chiffon,cornsilk", 50)} || ' ' || ${one("lace,lemon,linen,maroon,navy,olive,orchid,plum", 51)} AS p_name,
     'Manufacturer#' || (1 + draw(i, 52, 5)) AS p_mfgr, 'Brand#' || (1 + draw(i, 52, 5)) || (1 + draw(i, 53, 5)) AS p_brand,
     ${one("STANDARD,SMALL,MEDIUM,LARGE,ECONOMY,PROMO", 54)} || ' ' || ${one("ANODIZED,BURNISHED,PLATED,POLISHED,BRUSHED", 55)} || ' ' || ${one("TIN,NICKEL,BRASS,STEEL,COPPER", 56)} AS p_type,
     CAST(1 + draw(i, 57, 50) AS INTEGER) AS p_size,
     ${one("SM,LG,MED,JUMBO,WRAP", 58)} || ' ' || ${one("CASE,BOX,BAG,JAR,PKG,PACK,CAN,DRUM", 59)} AS p_container,
     ${money(retailPrice("i"))} AS p_retailprice, ${comment(60)} AS p_comment FROM range(1, 2001) rows(i)`,
  `CREATE TABLE samples.tpch.partsupp AS SELECT part AS ps_partkey, ${supplierOf("part", "which")} AS ps_suppkey,
     CAST(1 + draw(i, 70, 9999) AS INTEGER) AS ps_availqty, ${money("1 + draw(i, 71, 99901) / 100.0")} AS ps_supplycost,
     ${comment(72)} AS ps_comment
     FROM (SELECT i, 1 + i // 4 AS part, i % 4 AS which FROM range(8000) rows(i))`,
  `CREATE TABLE samples.tpch.lineitem AS
   WITH orders AS (SELECT i AS o, (i // 8) * 32 + i % 8 + 1 AS orderkey, DATE '1992-01-01' + CAST(draw(i, 80, 2406) AS INTEGER) AS ordered
     FROM range(15000) rows(i)),
   lines AS (SELECT *, o * 8 + line AS i, 1 + draw(o * 8 + line, 81, 2000) AS part, 1 + draw(o * 8 + line, 82, 50) AS quantity,
     ordered + CAST(1 + draw(o * 8 + line, 83, 121) AS INTEGER) AS shipped
     FROM orders, range(1, 8) numbers(line) WHERE line <= 1 + draw(o, 84, 7)),
   received AS (SELECT *, shipped + CAST(1 + draw(i, 85, 30) AS INTEGER) AS received FROM lines)
   SELECT orderkey AS l_orderkey, part AS l_partkey, ${supplierOf("part", "draw(i, 86, 4)")} AS l_suppkey,
     CAST(line AS INTEGER) AS l_linenumber, ${money("quantity")} AS l_quantity,
     ${money(`quantity * ${retailPrice("part")}`)} AS l_extendedprice, ${money("draw(i, 87, 11) / 100.0")} AS l_discount,
     ${money("draw(i, 88, 9) / 100.0")} AS l_tax,
     CASE WHEN received > DATE '1995-06-17' THEN 'N' WHEN draw(i, 89, 2) = 0 THEN 'R' ELSE 'A' END AS l_returnflag,
     CASE WHEN shipped > DATE '1995-06-17' THEN 'O' ELSE 'F' END AS l_linestatus, shipped AS l_shipdate,
     ordered + CAST(30 + draw(i, 90, 61) AS INTEGER) AS l_commitdate, received AS l_receiptdate,
     ${one("DELIVER IN PERSON,COLLECT COD,NONE,TAKE BACK RETURN", 91)} AS l_shipinstruct,
     ${one("REG AIR,AIR,RAIL,SHIP,TRUCK,MAIL,FOB", 92)} AS l_shipmode, ${comment(93)} AS l_comment
   FROM received ORDER BY i`,
  // A third of the customers has never ordered, and an order's status and price are those of its lines, as in TPC-H.
  `CREATE TABLE samples.tpch.orders AS
   WITH totals AS (SELECT l_orderkey, min(l_linestatus) AS least, max(l_linestatus) AS most,
       sum(l_extendedprice * (1 + l_tax) * (1 - l_discount)) AS total FROM samples.tpch.lineitem GROUP BY 1),
   rows AS (SELECT i, (i // 8) * 32 + i % 8 + 1 AS orderkey, draw(i, 100, 1000) AS customer FROM range(15000) rows(i))
   SELECT orderkey AS o_orderkey, customer // 2 * 3 + customer % 2 + 1 AS o_custkey,
     CASE WHEN least <> most THEN 'P' ELSE least END AS o_orderstatus, ${money("total")} AS o_totalprice,
     DATE '1992-01-01' + CAST(draw(i, 80, 2406) AS INTEGER) AS o_orderdate,
     ${one("1-URGENT,2-HIGH,3-MEDIUM,4-NOT SPECIFIED,5-LOW", 101)} AS o_orderpriority,
     printf('Clerk#%09d', 1 + draw(i, 102, 10)) AS o_clerk, CAST(0 AS INTEGER) AS o_shippriority, ${comment(103)} AS o_comment
   FROM rows JOIN totals ON l_orderkey = orderkey ORDER BY i`,
];
