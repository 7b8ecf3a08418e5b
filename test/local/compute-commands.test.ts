import { describe, expect, it, vi } from "vitest";
import { DatabricksClient } from "../../src/client/databricks-client.ts";
import { ContextError } from "../../src/errors/context-error.ts";
import { startLocalWorkspace } from "../../src/local/index.ts";
import { type ExecutionContext, type Language, openContext } from "../../src/overlays/commands/execution-context.ts";
import {
  type Command,
  type CommandAnswer,
  cancelCommand,
  runCommand,
} from "../../src/overlays/commands/run-command.ts";
import { type CheckedWorkspace, checkedWorkspace, send, sharedWorkspace } from "./checked-workspace.ts";

const cluster_id = "0101-000000-local001";

interface Opened extends CheckedWorkspace {
  readonly context: ExecutionContext;
  readonly run: (code: string) => Promise<CommandAnswer>;
}

const workspace = sharedWorkspace();

/** A new context, in the workspace of the file unless it is given another. */
async function opened(language: Language = "python", its: Promise<CheckedWorkspace> = workspace()): Promise<Opened> {
  const local = await its;
  const context = await openContext(local.client, { cluster_id, language });
  return { ...local, context, run: (code) => runCommand(local.client, context, code) };
}

let kept: Promise<Opened> | undefined;

/** The context of those tests that leave it as it was, but for what they define. */
function shared(): Promise<Opened> {
  kept ??= opened();
  return kept;
}

/** The whole answer of API 1.2 to one command. */
async function results({ client, context }: Opened, command: string): Promise<unknown> {
  const where = { clusterId: cluster_id, contextId: context.context_id };
  const { id: commandId = "" } = await client.commandExecution.execute({
    ...where,
    language: context.language,
    command,
  });
  return ended({ client }, { ...context, command_id: commandId });
}

async function ended({ client }: Pick<Opened, "client">, { context_id, command_id }: Command): Promise<unknown> {
  const ids = { clusterId: cluster_id, contextId: context_id, commandId: command_id };
  const look = async () => {
    const { status, results } = await client.commandExecution.commandStatus(ids);
    return !["Queued", "Running", "Cancelling"].includes(status ?? "") && { status, results };
  };
  return vi.waitUntil(look, { interval: 20, timeout: 20_000 });
}

/** Starts a command that prints when it runs, and waits until it does. */
async function running({ client, context }: Opened, command: string): Promise<Command> {
  const where = { clusterId: cluster_id, contextId: context.context_id };
  const { id: command_id = "" } = await client.commandExecution.execute({
    ...where,
    language: context.language,
    command,
  });
  const isRunning = async () =>
    (await client.commandExecution.commandStatus({ ...where, commandId: command_id })).status === "Running";
  await vi.waitUntil(isRunning, { interval: 10, timeout: 20_000 });
  return { ...context, command_id };
}

describe("python contexts", () => {
  it("keep variables, imports and functions from command to command", async () => {
    const { run } = await shared();
    await run("import math\ndef area(r):\n    return math.pi * r ** 2\nr = 2");
    const { status, result } = await run("print('area')\nround(area(r), 2)");
    expect([status, result]).toEqual(["Finished", { kind: "text", text: "area\n12.57", truncated: false }]);
  });

  it("run one command after the other, and those that were cancelled meanwhile not at all", async () => {
    const local = await opened();
    const where = { clusterId: cluster_id, contextId: local.context.context_id };
    const first = await running(local, "import time\nseen = []\ntime.sleep(0.3)\nseen.append(1)");
    const execute = (command: string) =>
      local.client.commandExecution.execute({ ...where, language: "python", command });
    const { id: second = "" } = await execute("seen.append(2)");
    await execute("seen.append(3)");
    await local.client.commandExecution.cancel({ ...where, commandId: second });
    expect(await ended(local, { ...first, command_id: second })).toEqual({ status: "Cancelled" });
    expect(await results(local, "seen")).toMatchObject({ status: "Finished", results: { data: "Out[3]: [1, 3]" } });
  });

  it("show tables", async () => {
    const { run } = await shared();
    const table = [
      [
        "display([{'n': 1, 'x': 'a'}, {'n': None, 'x': 'b'}])",
        "n long, x string",
        [
          [1, "a"],
          [null, "b"],
        ],
      ],
      [
        "display([(1, 2.5), (2, float('nan'))])",
        "_1 long, _2 double",
        [
          [1, 2.5],
          [2, "nan"],
        ],
      ],
      ["import datetime\ndisplay([{'d': datetime.date(2024, 2, 29)}])", "d date", [["2024-02-29"]]],
      ["display(spark.sql('SELECT 1 AS a, true AS b'))", "a integer, b boolean", [[1, true]]],
    ] as const;
    for (const [code, header, rows] of table) {
      const columns = header.split(", ").map((each) => ({ name: each.split(" ")[0], type: each.split(" ")[1] }));
      expect((await run(code)).result, code).toEqual({ kind: "table", columns, rows, truncated: false });
    }
  });

  it("spell a table as Databricks does", async () => {
    const local = await shared();
    expect(await results(local, "display([{'n': 1}])")).toEqual({
      status: "Finished",
      results: {
        resultType: "table",
        data: [[1]],
        schema: [{ name: "n", type: '"long"', metadata: "{}" }],
        isJsonSchema: true,
        truncated: false,
      },
    });
  });

  it("show images", async () => {
    const local = await shared();
    const png = "bytes.fromhex('89504e470d0a1a0a')";
    const fileName = "data:image/png;base64,iVBORw0KGgo=";
    expect(await results(local, `display(${png})`)).toMatchObject({ results: { resultType: "image", fileName } });
    const two = { resultType: "images", fileNames: [fileName, fileName] };
    expect(await results(local, `displayImage(${png})\ndisplayImage(${png})`)).toMatchObject({ results: two });
  });

  it("tell an exception with the lines of the user's code", async () => {
    const local = await opened();
    const code = "def half(x):\n    return x / 0\n\nhalf(1)";
    const { status, results: error } = Object(await results(local, code));
    expect([status, error.resultType, error.summary]).toEqual([
      "Finished",
      "error",
      '<span class="ansi-red-fg">ZeroDivisionError</span>: division by zero',
    ]);
    const { result } = await local.run("half(2)");
    expect(result).toMatchObject({ kind: "error", message: "ZeroDivisionError: division by zero" });
    expect(result && "trace" in result && result.trace).toBe(
      [
        "-".repeat(75),
        `ZeroDivisionError${"Traceback (most recent call last)".padStart(58)}`,
        "File <command-2>:1",
        "----> 1 half(2)",
        "File <command-1>:2, in half",
        "      1 def half(x):",
        "----> 2     return x / 0",
        "      3 ",
        "      4 half(1)",
        "",
        "ZeroDivisionError: division by zero",
      ].join("\n"),
    );
  });

  it("tell what is wrong", async () => {
    const { run } = await opened();
    const table = [
      ["1 +", "SyntaxError: invalid syntax", "File <command-1>:1"],
      ["try:\n  1/0\nexcept Exception as e:\n  raise ValueError('<b>') from e", "ValueError: <b>", "direct cause"],
      [
        "dbutils.widgets.get('x')",
        "ExecutionError: InputWidgetNotDefined: No input widget named x is defined",
        "----> 1",
      ],
      ["raise SystemExit(3)", "SystemExit: 3", "----> 1"],
      ["spark.sql('SELECT * FROM main.default.nothing')", "AnalysisException: .*nothing", "----> 1"],
      ["spark.sql('SELECT 1').groupBy('a')", "AttributeError: .*say it in SQL", "----> 1"],
    ] as const;
    for (const [code, message, trace] of table) {
      expect((await run(code)).result, code).toMatchObject({
        kind: "error",
        message: expect.stringMatching(new RegExp(message, "s")),
        trace: expect.stringContaining(trace),
      });
    }
  });

  it("cut long text and long tables, and say so", async () => {
    const local = await shared();
    const text = Object(await results(local, "print('x' * 60_000)")).results;
    expect([text.truncated, text.data.slice(49_998)]).toEqual([
      true,
      "xx\n*** WARNING: max output size exceeded, skipping output. ***",
    ]);
    const table = Object(await results(local, "display([(i,) for i in range(10_001)])")).results;
    expect([table.truncated, table.data.length]).toEqual([true, 10_000]);
  });

  it("end a command early with dbutils.notebook.exit", async () => {
    const local = await shared();
    const code = "print('before')\ndbutils.notebook.exit({'a': 1})\nprint('after')";
    expect(await results(local, code)).toMatchObject({ status: "Finished", results: { data: "{'a': 1}" } });
  });

  it("catch what child processes print, in its order", async () => {
    const { run } = await shared();
    const { result } = await run("import os, sys\nprint(1)\nos.system('echo 2')\nprint(3, file=sys.stderr);");
    expect(result).toMatchObject({ text: "1\n2\n3" });
  });

  it("know the workspace, and nothing else of the server's environment", async () => {
    vi.stubEnv("SOME_SECRET", "hush");
    const { run, host } = await opened();
    vi.unstubAllEnvs();
    const { result } = await run(
      "import os\nprint(os.environ.get('SOME_SECRET'), os.environ['DATABRICKS_HOST'], os.environ['DATABRICKS_TOKEN'][:4])",
    );
    expect(result).toMatchObject({ text: `None ${host} dapi` });
  });

  it("run SQL from spark", async () => {
    const { run } = await shared();
    const { result } = await run(
      [
        "frame = spark.sql('SELECT :n AS n, CAST(2.50 AS DECIMAL(4,2)) AS d, DATE\\'2024-01-31\\' AS t', {'n': 7})",
        "print(frame, frame.count())",
        "row = frame.first()",
        "print(row, row.n + row['n'], row.asDict()['t'].year)",
        "made = spark.createDataFrame([('a\\'b', 1), (None, 2)], ['name', 'size'])",
        "print(made.filter('size > 1').collect(), made.columns)",
        "spark.range(3).show()",
      ].join("\n"),
    );
    expect(result).toMatchObject({ kind: "text" });
    expect(result && "text" in result && result.text.split("\n")).toEqual([
      "DataFrame[n: bigint, d: decimal(4,2), t: date] 1",
      "Row(n=7, d=Decimal('2.50'), t=datetime.date(2024, 1, 31)) 14 2024",
      "[Row(name=None, size=2)] ['name', 'size']",
      "+---+",
      "| id|",
      "+---+",
      "|  0|",
      "|  1|",
      "|  2|",
      "+---+",
      "",
    ]);
  });

  it("keep temporary views", async () => {
    const { run } = await shared();
    const code = [
      "spark.createDataFrame([(1, 'a'), (2, None)], 'n int, s string').createOrReplaceTempView('mine')",
      "spark.sql('CREATE OR REPLACE TEMP VIEW larger AS SELECT n FROM mine WHERE n > 1')",
      "print(spark.table('larger').dtypes)",
      "spark.sql('CREATE TABLE main.default.kept AS WITH m AS (SELECT * FROM mine) SELECT m.n FROM m JOIN larger USING (n)')",
      "spark.sql('DROP VIEW larger')",
      "spark.table('main.default.kept').collect()",
    ].join("\n");
    const { result } = await run(code);
    expect(result).toMatchObject({ text: "[('n', 'int')]\n[Row(n=2)]" });
    expect((await run("spark.table('larger')")).result).toMatchObject({ kind: "error" });
  });

  it("offer the names of PySpark that there are", async () => {
    const { run } = await shared();
    const code =
      "from pyspark.sql import SparkSession, Row\nSparkSession.builder.appName('x').getOrCreate() is spark, Row(a=1).a";
    expect((await run(code)).result).toMatchObject({ text: "(True, 1)" });
  });

  it("read and write files with dbutils.fs", async () => {
    const { run, client } = await shared();
    await client.volumes.create({ catalog_name: "main", schema_name: "default", name: "mine", volume_type: "MANAGED" });
    for (const folder of ["/Volumes/main/default/mine/made", "dbfs:/tmp/made"]) {
      const code = [
        `folder = '${folder}'`,
        "dbutils.fs.mkdirs(folder)",
        "dbutils.fs.put(folder + '/a.txt', 'größe', True)",
        "print(dbutils.fs.head(folder + '/a.txt'), [(f.name, f.size) for f in dbutils.fs.ls(folder)])",
        "print([f.name for f in dbutils.fs.ls(folder[:-4]) if f.isDir()])",
        "dbutils.fs.rm(folder + '/a.txt')",
        "dbutils.fs.ls(folder)",
      ].join("\n");
      const { result } = await run(code);
      expect(result).toMatchObject({ text: "Wrote 7 bytes.\ngröße [('a.txt', 7)]\n['made/']\n[]" });
    }
    const { result } = await run("dbutils.fs.head('dbfs:/nothing')");
    expect(result).toMatchObject({ message: expect.stringMatching(/^ExecutionError: RESOURCE_DOES_NOT_EXIST/) });
  });

  it("hide secrets that code has read", async () => {
    const { run, client } = await shared();
    await client.secrets.createScope({ scope: "mine" });
    await client.secrets.putSecret({ scope: "mine", key: "password", string_value: "open sesame" });
    const { result } = await run("value = dbutils.secrets.get('mine', 'password')\nprint(value, len(value))");
    expect(result).toMatchObject({ text: "[REDACTED] 11" });
  });
});

describe("cancelling", () => {
  it("interrupts the code with its children, and keeps the context", async () => {
    const local = await opened();
    const command = await running(local, "x = 5\nimport subprocess\nsubprocess.run(['sleep', '60'])");
    expect((await cancelCommand(local.client, command)).status).toBe("Cancelled");
    expect((await local.run("x")).result).toMatchObject({ text: "5" });
  });

  it("kills code that does not stop, and the context with it", async () => {
    const local = await opened();
    const stubborn = `import time
while True:
  try:
    dbutils.fs.put('dbfs:/begun', 'x', True)
    time.sleep(60)
  except KeyboardInterrupt:
    pass`;
    const command = await running(local, stubborn);
    const begun = () => local.client.dbfs.getStatus({ path: "/begun" }).then(Boolean, () => false);
    await vi.waitUntil(begun, { interval: 20, timeout: 20_000 });
    expect((await cancelCommand(local.client, command)).status).toBe("Cancelled");
    await expect(local.run("1")).rejects.toThrow(ContextError);
  });

  it("leaves a command as it is that has ended", async () => {
    const local = await opened();
    const { command_id } = await local.run("1 + 1");
    const { status, result } = await cancelCommand(local.client, { ...local.context, command_id });
    expect([status, result]).toEqual(["Finished", { kind: "text", text: "2", truncated: false }]);
  });
});

describe("lost contexts", () => {
  const isLost = async (local: Opened, lose: () => Promise<unknown>): Promise<void> => {
    await local.run("x = 1");
    await lose();
    await expect(local.run("x")).rejects.toThrow(/the context no longer exists/);
  };

  it.each([
    ["restart", ({ client }: Opened) => client.clusters.restart({ cluster_id })],
    ["termination", ({ client }: Opened) => client.clusters.delete({ cluster_id })],
  ])("are told as such after a %s of their cluster", async (_, lose) => {
    const local = await opened("python", checkedWorkspace());
    await isLost(local, () => lose(local));
  });

  it.each([
    [
      "destruction",
      ({ client, context }: Opened) =>
        client.commandExecution.destroy({ clusterId: cluster_id, contextId: context.context_id }),
    ],
    ["crash", ({ run }: Opened) => run("import os\nos._exit(3)")],
  ])("are told as such after a %s", async (_, lose) => {
    const local = await opened();
    await isLost(local, () => lose(local));
  });

  it("end their processes when the workspace ends", async () => {
    const local = await startLocalWorkspace();
    const client = new DatabricksClient({ host: local.host, token: local.token });
    const context = await openContext(client, { cluster_id, language: "python" });
    const { result } = await runCommand(client, context, "import os\nos.getpid()");
    await local.close();
    const pid = Number(result && "text" in result && result.text);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("tell why the interpreter ended", async () => {
    const local = await opened();
    const crash = await local.run("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)");
    expect(crash.result).toEqual({
      kind: "error",
      message: "Fatal error: The Python kernel is unresponsive.",
      trace: "The Python process was ended by SIGKILL.",
    });
  });
});

describe("sql contexts", () => {
  it("answer tables", async () => {
    const local = await opened("sql");
    expect(await results(local, "SELECT 1 AS n, 'a' AS s, CAST(1.5 AS DECIMAL(3,1)) AS d, NULL AS x")).toMatchObject({
      status: "Finished",
      results: {
        resultType: "table",
        data: [[1, "a", "1.5", null]],
        schema: [
          { name: "n", type: '"integer"' },
          { name: "s", type: '"string"' },
          { name: "d", type: '"decimal(3,1)"' },
          { name: "x" },
        ],
        isJsonSchema: true,
        truncated: false,
      },
    });
  });

  it("cut long tables", async () => {
    const local = await opened("sql");
    const { results: table } = Object(await results(local, "SELECT id FROM range(20000) AS t(id)"));
    expect([table.data.length, table.truncated]).toEqual([10_000, true]);
  });

  it("tell what is wrong", async () => {
    const { run } = await opened("sql");
    const { status, result } = await run("SELECT * FROM nothing");
    expect(status).toBe("Finished");
    expect(result).toMatchObject({
      kind: "error",
      message: expect.stringMatching(/^Error in SQL statement: AnalysisException: .*nothing/s),
    });
  });

  it("share tables with python contexts", async () => {
    const { run, client } = await opened("sql");
    await run("CREATE TABLE main.default.shared AS SELECT 42 AS answer");
    const python = await openContext(client, { cluster_id, language: "python" });
    const { result } = await runCommand(client, python, "spark.table('main.default.shared').collect()[0].answer");
    expect(result).toMatchObject({ text: "42" });
  });
});

describe("creating a context", () => {
  it("is refused beyond 145 on a cluster, until one is destroyed", async () => {
    const { client } = await checkedWorkspace();
    const create = () => client.commandExecution.create({ clusterId: cluster_id, language: "sql" });
    const created = await Promise.all(Array.from({ length: 145 }, create));
    await expect(create()).rejects.toThrow(
      "Too many execution contexts are open right now.(Limit set currently to 145)",
    );
    await client.commandExecution.destroy({ clusterId: cluster_id, contextId: created[0]?.id ?? "" });
    expect((await create()).id).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each(["scala", "r"])("is refused in %s", async (language) => {
    const { client } = await workspace();
    const creating = client.commandExecution.create({ clusterId: cluster_id, language });
    await expect(creating).rejects.toThrow(/The local workspace runs python and sql/);
  });

  it("is refused on a cluster that does not run", async () => {
    const { client } = await checkedWorkspace();
    await client.clusters.delete({ cluster_id });
    const creating = client.commandExecution.create({ clusterId: cluster_id, language: "python" });
    await expect(creating).rejects.toThrow(/start it with clusters\/start/);
  });

  it("is told as not ready yet while its cluster starts, so that clients try again", async () => {
    const local = await checkedWorkspace({ timings: { clusterStart: 300 } });
    const { cluster_id: clusterId = "" } = await local.client.clusters.create({ spark_version: "16.4.x-scala2.12" });
    const { status, body } = await send(local, "POST", "/api/1.2/contexts/create", { clusterId, language: "sql" });
    expect([status, body]).toEqual([400, { error: `ClusterNotReadyException: Cluster ${clusterId} is PENDING` }]);
    expect(await local.client.commandExecution.create({ clusterId, language: "sql" })).toHaveProperty("id");
  });

  it("tells what to install where there is no Python", async () => {
    const { client } = await checkedWorkspace();
    vi.stubEnv("PYTHON3", "/nowhere/python3");
    const creating = client.commandExecution.create({ clusterId: cluster_id, language: "python" });
    await expect(creating).rejects.toThrow(/Install Python 3\.9 or later .* set the environment variable PYTHON3/);
    vi.unstubAllEnvs();
  });
});
