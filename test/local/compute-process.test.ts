import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type PythonOptions, PythonProcess } from "../../src/local/compute/python-process.ts";
import { Workspace } from "../../src/local/workspace.ts";

let workspace: Workspace;

beforeEach(async () => {
  workspace = await Workspace.open();
  return () => workspace.close();
});

async function start(options?: PythonOptions): Promise<PythonProcess> {
  const python = await PythonProcess.start(workspace, options);
  onTestFinished(() => python.close());
  return python;
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Code that starts a child and prints the ids of the process and of the child. */
const withChild = "import os, subprocess\nchild = subprocess.Popen(['sleep', '60'])\nprint(os.getpid(), child.pid)";

describe("a python process", () => {
  it("gives code its parameters, arguments, environment and directory", async () => {
    const cwd = await workspace.directory("here");
    const python = await start({ parameters: { day: "3" }, argv: ["a.py", "--x"], env: { MINE: "1" }, cwd });
    const code = [
      "import os, sys",
      "dbutils.widgets.text('day', '1')",
      "dbutils.widgets.text('hour', '7')",
      "dbutils.widgets.getAll(), sys.argv, os.environ['MINE'], os.getcwd()",
    ].join("\n");
    const { data } = await python.run(code);
    expect(data).toBe(`Out[1]: ({'day': '3', 'hour': '7'}, ['a.py', '--x'], '1', '${cwd}')`);
  });

  it("tells what was printed beside what was shown, and what the notebook gave back", async () => {
    const python = await start();
    const { resultType } = await python.run("print('log')\ndisplay([{'a': 1}])");
    expect([resultType, python.output, python.exitValue]).toEqual(["table", "log\n", undefined]);
    const { data } = await python.run("print('bye')\ndbutils.notebook.exit('done')");
    expect([data, python.output, python.exitValue]).toEqual(["done", "bye\n", "done"]);
  });

  it("runs a script under its name, without an echo", async () => {
    const python = await start();
    const file = "/Workspace/job/main.py";
    expect(await python.run("1 + 1\nprint(__file__, __name__)", { file })).toMatchObject({ data: `${file} __main__` });
    const { cause } = await python.run("1 / 0", { file });
    expect(cause).toContain(`File ${file}:1`);
    expect(await python.run("raise SystemExit(0)", { file })).toMatchObject({ resultType: "text" });
  });

  it("is interrupted with the signal's reason", async () => {
    const cwd = await workspace.directory("here");
    const python = await start({ cwd });
    const stop = new AbortController();
    const slow = python.run("import time\nopen('begun', 'w').close()\ntime.sleep(60)", { signal: stop.signal });
    await vi.waitUntil(() => existsSync(join(cwd, "begun")));
    stop.abort(new Error("enough"));
    await expect(slow).rejects.toThrow("enough");
    expect(await python.run("'alive'")).toMatchObject({ data: "Out[2]: 'alive'" });
    await expect(python.run("1", { signal: stop.signal })).rejects.toThrow("enough");
  });

  it("keeps a limit on what is printed", async () => {
    const python = await start();
    const { truncated } = await python.run("for _ in range(6):\n  print('y' * 1_000_000)");
    expect([truncated, python.output.length]).toEqual([true, 5_000_000]);
    expect(await python.run("print('next')")).toMatchObject({ data: "next", truncated: false });
  });

  it("does not take what code writes for messages of its own", async () => {
    const python = await start();
    const { data } = await python.run(`import os\nos.write(4, b'{"done": "x"}\\nno json\\n')\nprint('{"done": "x"}')`);
    expect(data).toBe('{"done": "x"}');
  });

  it("ends with its children when it is closed", async () => {
    const python = await start();
    const pids = String((await python.run(withChild)).data)
      .split(" ")
      .map(Number);
    await python.close();
    await vi.waitUntil(() => !pids.some(isAlive), { timeout: 10_000 });
    await python.ended;
  });

  it("ends with its children when the process that started it is killed", async () => {
    const script = `
      import { Workspace } from "./src/local/workspace.ts";
      import { PythonProcess } from "./src/local/compute/python-process.ts";
      const python = await PythonProcess.start(await Workspace.open());
      console.log((await python.run(${JSON.stringify(withChild)})).data);
      python.run("import time\\nwhile True: time.sleep(1)");`;
    const host = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(createInterface({ input: host.stdout }), "line");
    const pids = String(line).split(" ").map(Number);
    expect(pids.filter(isAlive)).toHaveLength(2);
    host.kill("SIGKILL");
    await vi.waitUntil(() => !pids.some(isAlive), { timeout: 10_000 });
  });
});
