/** Exceptions, and trace-backs as a notebook shows them: of the user's code, with the lines around. */
export const errorsSource = String.raw`
class AnalysisException(Exception):
    """A statement failed."""


class ExecutionError(Exception):
    """A call of dbutils failed."""


class NotebookExit(BaseException):
    """dbutils.notebook.exit was called."""


for _exception in (AnalysisException, ExecutionError):
    _exception.__module__ = "builtins"

_RED, _GREEN, _PLAIN = "\x1b[0;31m", "\x1b[0;32m", "\x1b[0m"
_LIBRARY = os.path.dirname(os.__file__)


def _is_users(frame):
    name = frame.f_code.co_filename
    return not (name == "<driver>" or name == "<string>" or name.startswith("<frozen ") or name.startswith(_LIBRARY))


def _frame_text(frame, line):
    name, function = frame.f_code.co_filename, frame.f_code.co_name
    head = "File %s:%d" % (name, line)
    if function != "<module>":
        head += ", in %s" % function
    lines = linecache.getlines(name)
    shown = [head]
    for number in range(max(1, line - 2), min(len(lines), line + 2) + 1):
        pointer = "----> " if number == line else "      "
        shown.append("%s%d %s" % (pointer, number, lines[number - 1].rstrip("\n")))
    return "\n".join(shown)


def _name(error):
    kind = type(error)
    hidden = kind.__module__ in ("builtins", "__main__")
    return kind.__qualname__ if hidden else kind.__module__ + "." + kind.__qualname__


def _syntax_text(error):
    shown = ["  File %s:%s" % (error.filename, error.lineno)]
    if error.text:
        text = error.text.rstrip("\n")
        shown += ["    " + text.lstrip(), "    " + " " * (max(error.offset or 1, 1) - 1 - (len(text) - len(text.lstrip()))) + "^"]
    return "\n".join(shown) + "\n%s%s%s: %s" % (_RED, _name(error), _PLAIN, error.msg)


def _one_cause(error):
    if isinstance(error, SyntaxError) and not isinstance(error.filename, type(None)) and error.filename.startswith("<command"):
        return _syntax_text(error)
    frames = [(frame, line) for frame, line in traceback.walk_tb(error.__traceback__) if _is_users(frame)]
    head = "-" * 75 + "\n%s%s%s%s" % (_RED, _name(error), _PLAIN, "Traceback (most recent call last)".rjust(75 - len(_name(error))))
    text = "%s%s%s: %s" % (_RED, _name(error), _PLAIN, error)
    return "\n".join([head] + [_frame_text(frame, line) for frame, line in frames]) + "\n\n" + text


def cause_of(error, seen=()):
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is None or id(before) in seen:
        return _one_cause(error)
    link = (
        "The above exception was the direct cause of the following exception:"
        if error.__cause__
        else "During handling of the above exception, another exception occurred:"
    )
    return cause_of(before, seen + (id(error),)) + "\n\n" + link + "\n\n" + _one_cause(error)


def _escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def error_of(error):
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    summary = '<span class="ansi-red-fg">%s</span>: %s' % (_name(error), _escape(message))
    return {"summary": summary, "cause": cause_of(error)}
`;
