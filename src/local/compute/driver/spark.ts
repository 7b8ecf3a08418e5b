/** `spark`: SQL on the workspace's engine, with as much of a data frame as SQL can say simply. */
export const sparkSource = String.raw`
class Row(tuple):
    """A row: by position, by name, as an attribute."""

    def __new__(cls, *values, **named):
        row = tuple.__new__(cls, values or named.values())
        row._fields = tuple(named)
        return row

    @classmethod
    def _of(cls, names, values):
        row = tuple.__new__(cls, values)
        row._fields = tuple(names)
        return row

    def __getitem__(self, key):
        return tuple.__getitem__(self, self._fields.index(key)) if isinstance(key, str) else tuple.__getitem__(self, key)

    def __getattr__(self, name):
        if name.startswith("__") or name not in self._fields:
            raise AttributeError(name)
        return tuple.__getitem__(self, self._fields.index(name))

    def asDict(self):
        return dict(zip(self._fields, self))

    def __repr__(self):
        return "Row(%s)" % ", ".join("%s=%r" % pair for pair in zip(self._fields, self))


def _timestamp(text):
    text = text.replace("Z", "").replace("T", " ")
    text = re.sub(r"\.(\d{1,6})\d*", lambda found: "." + found.group(1).ljust(6, "0"), text)
    return datetime.datetime.fromisoformat(text).replace(tzinfo=None)


_READERS = {
    "BYTE": int, "SHORT": int, "INT": int, "LONG": int, "FLOAT": float, "DOUBLE": float,
    "DECIMAL": decimal.Decimal, "BOOLEAN": lambda text: text == "true", "DATE": datetime.date.fromisoformat,
    "TIMESTAMP": _timestamp, "TIMESTAMP_NTZ": _timestamp, "BINARY": base64.b64decode,
    "ARRAY": json.loads, "MAP": json.loads, "STRUCT": json.loads,
}
_NAMES = {"BYTE": "tinyint", "SHORT": "smallint", "INT": "int", "LONG": "bigint"}
_JSON_NAMES = {"BYTE": "byte", "SHORT": "short", "INT": "integer", "LONG": "long"}


def _type_name(column, names):
    name = column["type_name"]
    return names.get(name) or column["type_text"].lower()


def _is_query(sql):
    text = re.sub(r"^(\s+|--[^\n]*(\n|$)|/\*.*?\*/|\()+", "", sql, flags=re.S)
    return re.match(r"(select|with|values|from|table)\b", text, flags=re.I) is not None


class DataFrame:
    """The rows of a statement. A query is run again whenever rows are asked for, as Spark does; all else at once."""

    def __init__(self, sql, parameters=()):
        self._sql, self._parameters, self._rows = sql.strip().rstrip(";"), parameters, None
        lazy = _is_query(self._sql)
        table = run_sql("SELECT * FROM (\n%s\n) LIMIT 0" % self._sql if lazy else self._sql, parameters)
        self._columns = table["columns"]
        if not lazy:
            self._rows = self._read(table)

    def _read(self, table):
        names = [column["name"] for column in table["columns"]]
        readers = [_READERS.get(column["type_name"], str) for column in table["columns"]]
        return [
            Row._of(names, [value if value is None else read(value) for read, value in zip(readers, row)])
            for row in table["rows"]
        ]

    def _derive(self, pattern, *values):
        if self._rows is not None:
            raise NotImplementedError("the local workspace derives data frames from queries only, not from commands")
        return DataFrame(pattern.replace("{}", "(\n%s\n)" % self._sql, 1) % values, self._parameters)

    @property
    def columns(self):
        return [column["name"] for column in self._columns]

    @property
    def dtypes(self):
        return [(column["name"], _type_name(column, _NAMES)) for column in self._columns]

    def collect(self):
        return self._rows if self._rows is not None else self._read(run_sql(self._sql, self._parameters))

    def toLocalIterator(self):
        return iter(self.collect())

    def limit(self, count):
        return self._derive("SELECT * FROM {} LIMIT %d", count)

    def take(self, count):
        return self._rows[:count] if self._rows is not None else self.limit(count).collect()

    def head(self, n=None):
        return self.take(n) if n is not None else self.first()

    def first(self):
        return next(iter(self.take(1)), None)

    def isEmpty(self):
        return not self.take(1)

    def count(self):
        return len(self._rows) if self._rows is not None else self._derive("SELECT count(*) FROM {}").collect()[0][0]

    def select(self, *columns):
        return self._derive("SELECT %s FROM {}".replace("%s", ", ".join(columns).replace("%", "%%")))

    selectExpr = select

    def filter(self, condition):
        return self._derive("SELECT * FROM {} WHERE %s", condition)

    where = filter

    def orderBy(self, *columns):
        return self._derive("SELECT * FROM {} ORDER BY %s", ", ".join(columns))

    sort = orderBy

    def createOrReplaceTempView(self, name):
        run_sql("CREATE OR REPLACE TEMPORARY VIEW %s AS %s" % (name, self._sql), self._parameters)

    def printSchema(self):
        print("root")
        for name, kind in self.dtypes:
            print(" |-- %s: %s (nullable = true)" % (name, kind))
        print()

    def toPandas(self):
        import pandas

        return pandas.DataFrame([tuple(row) for row in self.collect()], columns=self.columns)

    def show(self, n=20, truncate=True):
        width = 20 if truncate is True else int(truncate) or sys.maxsize
        rows = self.take(n + 1)
        cells = [[_cell(value, width) for value in row] for row in rows[:n]]
        widths = [max(3, *map(len, column)) for column in zip(self.columns, *cells)]
        rule = "+" + "".join("-" * size + "+" for size in widths)
        lines = ["|" + "".join(cell.rjust(size) + "|" for cell, size in zip(row, widths)) for row in [self.columns] + cells]
        print("\n".join([rule, lines[0], rule] + lines[1:] + [rule]))
        if len(rows) > n:
            print("only showing top %d row%s" % (n, "" if n == 1 else "s"))
        print()

    def _display(self):
        columns = [(column["name"], _type_name(column, _JSON_NAMES)) for column in self._columns]
        show_table(columns, self.take(_MAX_ROWS + 1))

    def __getattr__(self, name):
        raise AttributeError("the local workspace's DataFrame has no %s: say it in SQL, with spark.sql" % name)

    def __repr__(self):
        return "DataFrame[%s]" % ", ".join("%s: %s" % pair for pair in self.dtypes)


def _cell(value, width):
    text = "NULL" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= width else text[: width - 3] + "..."


_SQL_TYPES = {"long": "BIGINT"}


def _parameter(name, value):
    kind = _type(value)
    if value is None:
        return {"name": name, "value": None}
    text = value.isoformat(" ") if isinstance(value, datetime.datetime) else str(plain(value))
    return {"name": name, "value": text.lower() if isinstance(value, bool) else text, "type": _SQL_TYPES.get(kind, kind.upper())}


class SparkSession:
    """Runs SQL on the workspace's engine."""

    def sql(self, sqlQuery, args=None):
        return DataFrame(sqlQuery, [_parameter(name, value) for name, value in (args or {}).items()])

    def table(self, name):
        return self.sql("SELECT * FROM " + name)

    def range(self, start, end=None, step=1):
        first, last = (0, start) if end is None else (start, end)
        return self.sql("SELECT id FROM range(%d, %d, %d) AS t(id)" % (first, last, step))

    def createDataFrame(self, data, schema=None):
        if hasattr(data, "itertuples"):
            schema, data = schema or [str(name) for name in data.columns], _pandas_rows(data)
        rows = list(data)
        names = _field_names(schema) if schema else None
        if rows and isinstance(rows[0], dict):
            names = names or list(rows[0])
            rows = [[row.get(name) for name in names] for row in rows]
        names = names or getattr(rows[0], "_fields", None) or ["_%d" % (i + 1) for i in range(len(rows[0]))]
        parameters = []
        values = ", ".join("(%s)" % ", ".join(_marker(value, parameters) for value in row) for row in rows)
        casts = ["CAST(%s AS %s) AS %s" % (_quoted(n), t, _quoted(n)) for n, t in _fields(schema)] if isinstance(schema, str) else map(_quoted, names)
        source = "(VALUES %s) AS t(%s)" % (values or "(%s)" % ", ".join(["NULL"] * len(names)), ", ".join(map(_quoted, names)))
        return DataFrame("SELECT %s FROM %s%s" % (", ".join(casts), source, "" if rows else " WHERE false"), parameters)

    def getOrCreate(self):
        return self

    def stop(self):
        pass

    def __getattr__(self, name):
        if name in ("builder", "appName", "master", "config"):
            return self if name == "builder" else lambda *_, **__: self
        raise AttributeError("the local workspace's spark has no %s: say it in SQL, with spark.sql" % name)


def _fields(schema):
    """(name, type) each of "a int, b decimal(10, 2)"."""
    return [each.strip().split(None, 1) for each in re.split(r",(?![^(<]*[)>])", schema)]


def _field_names(schema):
    return [name for name, _ in _fields(schema)] if isinstance(schema, str) else list(schema)


_markers = itertools.count(1)


def _marker(value, parameters):
    if value is None:
        return "NULL"
    parameter = _parameter("value_%d" % next(_markers), value)
    parameters.append(parameter)
    return ":" + parameter["name"]


def _quoted(name):
    return chr(96) + name.replace(chr(96), chr(96) * 2) + chr(96)


spark = SparkSession()


def offer_pyspark():
    """Where there is no PySpark, lets code import the few names that there are here."""
    import importlib.util

    if importlib.util.find_spec("pyspark"):
        return
    SparkSession.builder = spark
    names = {"SparkSession": SparkSession, "Row": Row, "DataFrame": DataFrame, "AnalysisException": AnalysisException}
    for path in ("pyspark", "pyspark.sql", "pyspark.sql.utils", "pyspark.errors"):
        sys.modules[path] = module = types.ModuleType(path)
        module.__path__ = []
        module.__dict__.update({} if path == "pyspark" else names)
        if "." in path:
            parent, name = path.rsplit(".", 1)
            setattr(sys.modules[parent], name, module)
`;
