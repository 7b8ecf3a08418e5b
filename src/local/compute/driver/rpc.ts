/** How the driver speaks with the workspace: lines of JSON on `control` (3) and pipe 4, and its REST API. */
export const rpcSource = String.raw`
import ast, base64, builtins, datetime, decimal, itertools, json, linecache, math, os, queue, re, signal, sys
import threading, traceback, types, urllib.error, urllib.parse, urllib.request

_replies = os.fdopen(4, "w", encoding="utf-8")
_writing = threading.Lock()
_commands = queue.Queue()
_answers = {}
_numbers = itertools.count(1)


def send(message):
    with _writing:
        _replies.write(json.dumps(message) + "\n")
        _replies.flush()


def run_sql(sql, parameters=()):
    number = next(_numbers)
    _answers[number] = queue.Queue()
    send({"call": number, "sql": sql, "parameters": list(parameters)})
    try:
        answer = _answers[number].get()
    finally:
        del _answers[number]
    if "error" in answer:
        raise AnalysisException(answer["error"])
    return answer["value"]


def listen():
    """Reads what the workspace sends. Its end is the end of this process, whatever runs here."""
    for line in control:
        message = json.loads(line)
        if "answer" in message:
            waiting = _answers.get(message["answer"])
            if waiting:
                waiting.put(message)
        elif "interrupt" in message:
            interrupt_command(message["interrupt"])
        else:
            _commands.put(message)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def rest(method, path, query=None, body=None, raw=False):
    url = os.environ["DATABRICKS_HOST"] + urllib.parse.quote(path) + ("?" + urllib.parse.urlencode(query) if query else "")
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": "Bearer " + os.environ["DATABRICKS_TOKEN"]}
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request) as response:
            content = response.read()
    except urllib.error.HTTPError as error:
        told = json.loads(error.read() or b"{}")
        raise ExecutionError(told.get("error_code", "") + ": " + told.get("message", str(error))) from None
    return content if raw else json.loads(content or b"{}")
`;
