/** `display`: tables of data frames, dicts, tuples; images of PNG and JPEG bytes and figures; all else is printed. */
export const displaySource = String.raw`
# A table's limits in a notebook: rows, and characters of JSON.
_MAX_ROWS, _MAX_CHARACTERS = 10000, 2 * 1024 * 1024


def plain(value):
    """The value as JSON can carry it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + "%03d+0000" % (value.microsecond // 1000)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(each) for each in value]
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        return plain(value.item())
    return str(value)


def type_of(values):
    found = {_type(value) for value in values if value is not None}
    if found == {"long", "double"}:
        return "double"
    return found.pop() if len(found) == 1 else "string"


def _type(value):
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        value = value.item()
    kinds = (
        (bool, "boolean"), (int, "long"), (float, "double"), (decimal.Decimal, "decimal(38,18)"),
        (datetime.datetime, "timestamp"), (datetime.date, "date"), ((bytes, bytearray), "binary"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "string")


def show_table(columns, rows):
    """columns: (name, type) each."""
    kept, size = [], 0
    for row in itertools.islice(rows, _MAX_ROWS + 1):
        row = [plain(value) for value in row]
        size += len(json.dumps(row))
        kept.append(row)
        if size > _MAX_CHARACTERS:
            break
    truncated = len(kept) > _MAX_ROWS or size > _MAX_CHARACTERS
    schema = [{"name": name, "type": json.dumps(kind), "metadata": "{}"} for name, kind in columns]
    data = kept[:-1] if truncated else kept
    send({"shown": {"resultType": "table", "data": data, "schema": schema, "isJsonSchema": True, "truncated": truncated}})


def show_records(records):
    names = list(dict.fromkeys(str(name) for record in records for name in record))
    show_table([(name, type_of(r.get(name) for r in records)) for name in names], [[r.get(n) for n in names] for r in records])


def show_tuples(rows):
    width = max(len(row) for row in rows)
    names = getattr(rows[0], "_fields", None) or ["_%d" % (index + 1) for index in range(width)]
    columns = [(name, type_of(row[i] for row in rows if i < len(row))) for i, name in enumerate(names)]
    show_table(columns, rows)


def show_image(content):
    kind = "image/jpeg" if content[:3] == b"\xff\xd8\xff" else "image/png"
    url = "data:%s;base64,%s" % (kind, base64.b64encode(content).decode())
    send({"shown": {"resultType": "image", "fileName": url}})


def _drawn(figure):
    """PNG of a figure of matplotlib, or of an image of Pillow."""
    import io

    content = io.BytesIO()
    if hasattr(figure, "savefig"):
        figure.savefig(content, format="png")
    else:
        figure.save(content, format="PNG")
    return content.getvalue()


def show_open_figures():
    pyplot = sys.modules.get("matplotlib.pyplot")
    for number in pyplot.get_fignums() if pyplot else ():
        show_image(_drawn(pyplot.figure(number)))
    if pyplot:
        pyplot.close("all")


def show_pandas(frame):
    columns = [(str(name), type_of(frame[name].head(100).dropna().tolist())) for name in frame.columns]
    show_table(columns, _pandas_rows(frame))


def _pandas_rows(frame):
    """What pandas does not know (NaN, NaT, NA) is None."""
    import pandas

    rows = frame.itertuples(index=False, name=None)
    return [tuple(None if pandas.api.types.is_scalar(value) and pandas.isna(value) else value for value in row) for row in rows]


def display(*values):
    for value in values:
        _display(value)


def _display(value):
    if isinstance(value, DataFrame):
        value._display()
    elif hasattr(value, "itertuples") and hasattr(value, "columns"):
        show_pandas(value)
    elif isinstance(value, (bytes, bytearray)) and bytes(value[:4]) in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1"):
        show_image(bytes(value))
    elif hasattr(value, "savefig") or (hasattr(value, "save") and hasattr(value, "getbands")):
        show_image(_drawn(value))
        if "matplotlib.pyplot" in sys.modules and hasattr(value, "savefig"):
            sys.modules["matplotlib.pyplot"].close(value)
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        show_records(value)
    elif isinstance(value, list) and value and all(isinstance(each, (tuple, list)) for each in value):
        show_tuples(value)
    elif value is not None:
        print(value if isinstance(value, str) else repr(value))


def displayHTML(html):
    print(html)


def displayImage(image):
    """Shows PNG or JPEG bytes, or the file at a path."""
    if isinstance(image, str):
        with open(image, "rb") as file:
            image = file.read()
    show_image(bytes(image))
`;
