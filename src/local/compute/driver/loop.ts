/** Takes commands one after the other and runs them in `__main__`. */
export const loopSource = String.raw`
_state = {"running": False, "count": 0, "mark": None}
_interrupted = set()
_starting = threading.Lock()


def interrupt(*_):
    if _state["running"]:
        raise KeyboardInterrupt()


def interrupt_command(mark):
    """Interrupts the command with what it started; one that is not yet running does not begin."""
    with _starting:
        if _state["mark"] != mark:
            _interrupted.add(mark)
        elif hasattr(os, "killpg"):
            os.killpg(0, signal.SIGINT)
        else:
            import _thread

            _thread.interrupt_main()


def begin(mark):
    with _starting:
        _state["mark"] = mark
        _state["running"] = True
        if mark in _interrupted:
            raise KeyboardInterrupt()


def run_code(code, file):
    _state["count"] += 1
    name = file or "<command-%d>" % _state["count"]
    linecache.cache[name] = (len(code), None, [line + "\n" for line in code.split("\n")], name)
    tree = ast.parse(code, name)
    last = tree.body.pop() if not file and tree.body and isinstance(tree.body[-1], ast.Expr) else None
    namespace = sys.modules["__main__"].__dict__
    if file:
        namespace["__file__"] = file
        sys.path[0] = os.path.dirname(file)
    exec(compile(tree, name, "exec"), namespace)
    if last:
        value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
        if value is not None:
            namespace["_"] = value
            print("Out[%d]: %r" % (_state["count"], value))
    show_open_figures()


def finish_with(error):
    """How a command ends that raised this."""
    if isinstance(error, NotebookExit):
        return {"exit": str(error)}
    if isinstance(error, SystemExit) and error.code in (None, 0):
        return {}
    return {"error": error_of(error), "interrupted": isinstance(error, KeyboardInterrupt)}


def run_command(message):
    ended = {}
    try:
        try:
            begin(message["run"])
            run_code(message["code"], message.get("file"))
        except BaseException as error:
            _state["running"] = False
            ended = finish_with(error)
        _state["running"] = False
    except KeyboardInterrupt as error:
        _state["running"] = False
        ended = finish_with(error)
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(1, message["run"].encode())
    send({"done": message["run"], **ended})


def start():
    options = json.loads(control.readline())
    if hasattr(os, "dup2"):
        os.dup2(1, 2)
    signal.signal(signal.SIGINT, interrupt)
    namespace = sys.modules["__main__"].__dict__
    for name in ("json", "os", "control"):
        del namespace[name]
    dbutils = _Dbutils(options["parameters"])
    namespace.update(spark=spark, sql=spark.sql, table=spark.table, dbutils=dbutils, display=display)
    namespace.update(displayHTML=displayHTML, displayImage=displayImage, getArgument=dbutils.widgets.getArgument)
    sys.argv = options["argv"] or [""]
    builtins.exit = builtins.quit = sys.exit
    offer_pyspark()
    import warnings

    warnings.filterwarnings("ignore", message=".*non-interactive.*")
    threading.Thread(target=listen, daemon=True).start()
    send({"ready": sys.version})
    while True:
        run_command(_commands.get())


start()
`;
