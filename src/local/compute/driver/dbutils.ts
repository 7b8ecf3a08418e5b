/** `dbutils`: widgets, notebook.exit, files and secrets through the workspace's REST API. */
export const dbutilsSource = `
class _Widgets:
    def __init__(self, given):
        self._given, self._defined = given, {}

    def get(self, name):
        if name in self._given:
            return self._given[name]
        if name in self._defined:
            return self._defined[name]
        raise ExecutionError("InputWidgetNotDefined: No input widget named %s is defined" % name)

    def getArgument(self, name, optional=None):
        return self.get(name) if optional is None else self.getAll().get(name, optional)

    def getAll(self):
        return {**self._defined, **self._given}

    def text(self, name, defaultValue, label=None):
        self._defined[name] = str(defaultValue)

    def dropdown(self, name, defaultValue, choices, label=None):
        self._defined[name] = str(defaultValue)

    combobox = multiselect = dropdown

    def remove(self, name):
        self._defined.pop(name, None)

    def removeAll(self):
        self._defined.clear()


class _Notebook:
    def exit(self, value=""):
        raise NotebookExit(str(value))

    def run(self, *_, **__):
        raise ExecutionError("dbutils.notebook.run is not in the local workspace: make the notebook a task of a job")


class FileInfo(tuple):
    _fields = ("path", "name", "size", "modificationTime")

    def __new__(cls, path, name, size, modified):
        return tuple.__new__(cls, (path, name, size, modified))

    def __getattr__(self, name):
        if name not in FileInfo._fields:
            raise AttributeError(name)
        return self[FileInfo._fields.index(name)]

    def isDir(self):
        return self.name.endswith("/")

    def isFile(self):
        return not self.isDir()

    def __repr__(self):
        return "FileInfo(%s)" % ", ".join("%s=%r" % pair for pair in zip(self._fields, self))


def _place(path):
    """(is in a volume, path without scheme)"""
    path = re.sub(r"^(dbfs|file):(?=/)", "", str(path))
    return path.startswith("/Volumes/"), path if path.startswith("/") else "/" + path


class _Files:
    """Volumes by the Files API, all else by the DBFS API."""

    def ls(self, path):
        volume, path = _place(path)
        if not volume:
            files = rest("GET", "/api/2.0/dbfs/list", {"path": path}).get("files", [])
        else:
            files, token = [], None
            while token != "":
                page = rest("GET", "/api/2.0/fs/directories" + path, {"page_token": token} if token else None)
                files += page.get("contents", [])
                token = page.get("next_page_token", "")
        return [self._info(each) for each in files]

    def _info(self, each):
        slash = "/" if each.get("is_dir") or each.get("is_directory") else ""
        name = each["path"].rstrip("/").rsplit("/", 1)[-1] + slash
        modified = each.get("modification_time") or each.get("last_modified") or 0
        return FileInfo("dbfs:" + each["path"].rstrip("/") + slash, name, each.get("file_size", 0), modified)

    def head(self, file, max_bytes=65536):
        return self._read(file)[:max_bytes].decode("utf-8", "replace")

    def _read(self, file):
        volume, path = _place(file)
        if volume:
            return rest("GET", "/api/2.0/fs/files" + path, raw=True)
        content, size = b"", rest("GET", "/api/2.0/dbfs/get-status", {"path": path})["file_size"]
        while len(content) < size:
            read = rest("GET", "/api/2.0/dbfs/read", {"path": path, "offset": len(content), "length": 1048576})
            content += base64.b64decode(read["data"])
        return content

    def put(self, file, contents, overwrite=False):
        volume, path = _place(file)
        content = contents.encode()
        if volume:
            rest("PUT", "/api/2.0/fs/files" + path, {"overwrite": str(bool(overwrite)).lower()}, content)
        else:
            body = {"path": path, "contents": base64.b64encode(content).decode(), "overwrite": bool(overwrite)}
            rest("POST", "/api/2.0/dbfs/put", body=body)
        print("Wrote %d bytes." % len(content))
        return True

    def mkdirs(self, dir):
        volume, path = _place(dir)
        rest("PUT", "/api/2.0/fs/directories" + path) if volume else rest("POST", "/api/2.0/dbfs/mkdirs", body={"path": path})
        return True

    def rm(self, path, recurse=False):
        volume, path = _place(path)
        if volume:
            rest("DELETE", ("/api/2.0/fs/directories" if path.endswith("/") else "/api/2.0/fs/files") + path)
        else:
            rest("POST", "/api/2.0/dbfs/delete", body={"path": path, "recursive": bool(recurse)})
        return True


class _Secrets:
    def getBytes(self, scope, key):
        value = rest("GET", "/api/2.0/secrets/get", {"scope": scope, "key": key})["value"]
        content = base64.b64decode(value)
        text = content.decode("utf-8", "replace")
        if text:
            send({"secret": text})
        return content

    def get(self, scope, key):
        return self.getBytes(scope, key).decode("utf-8")

    def list(self, scope):
        return rest("GET", "/api/2.0/secrets/list", {"scope": scope}).get("secrets", [])

    def listScopes(self):
        return rest("GET", "/api/2.0/secrets/scopes/list").get("scopes", [])


class _Dbutils:
    def __init__(self, parameters):
        self.widgets, self.notebook, self.fs, self.secrets = _Widgets(parameters), _Notebook(), _Files(), _Secrets()

    def __getattr__(self, name):
        raise AttributeError("the local workspace's dbutils has no %s" % name)
`;
