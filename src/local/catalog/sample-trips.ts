/**
 * DuckDB statements that make `samples.nyctaxi`: taxi rides of January and February 2016 in New York, made up. Distances
 * are log-normal around 1.7 miles, speeds follow the hour, and fares the city's tariff of that time ($2.50, then $2.50
 * a mile), as in the table of that name in every Databricks workspace.
 */
export const tripStatements: readonly string[] = [
  `CREATE SCHEMA samples.nyctaxi`,
  `CREATE TABLE samples.nyctaxi.trips AS
   WITH zips AS (SELECT [10001, 10002, 10003, 10009, 10010, 10011, 10012, 10013, 10014, 10016, 10017, 10018, 10019, 10020,
       10021, 10022, 10023, 10024, 10025, 10028, 10036, 10065, 10075, 10103, 10110, 10119, 10128, 10153, 10162, 10199,
       10282, 11101, 11201, 11211, 11371, 11422, 7114] AS list),
   draws AS (SELECT i, share(i, 1) AS day, share(i, 2) AS minute, share(i, 3) AS lucky, share(i, 4) AS far,
       share(i, 5) AS origin, share(i, 6) AS target, share(i, 7) AS pace FROM range(21932) rides(i)),
   rides AS (SELECT *,
       make_timestamp(2016, 1, 1, 0, 0, 0) + to_days(CAST(floor(day * 60) AS INTEGER))
         + to_seconds(CAST(floor(86400 * (0.2 * minute + 0.8 * sqrt(minute))) AS BIGINT)) AS pickup,
       round(exp(0.55 + 0.85 * sqrt(-2 * ln(greatest(lucky, 1e-6))) * cos(2 * pi() * far)), 2) AS miles FROM draws),
   timed AS (SELECT *, (miles + 0.4) / (8 + 8 * pace + miles / 2) * 3600 AS seconds FROM rides)
   SELECT CAST(pickup AS TIMESTAMPTZ) AS tpep_pickup_datetime,
     CAST(pickup + to_seconds(CAST(seconds AS BIGINT)) AS TIMESTAMPTZ) AS tpep_dropoff_datetime,
     CAST(miles AS DOUBLE) AS trip_distance,
     CAST(round((2.5 + 2.5 * miles + 0.5 * seconds / 360) * 2) / 2 AS DOUBLE) AS fare_amount,
     CAST(list[1 + CAST(floor(36.99 * origin * origin) AS INTEGER)] AS INTEGER) AS pickup_zip,
     CAST(list[1 + CAST(floor(36.99 * target * sqrt(target)) AS INTEGER)] AS INTEGER) AS dropoff_zip
   FROM timed, zips ORDER BY i`,
];
