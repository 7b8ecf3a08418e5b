import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "./store.ts";

const prefix = "databricks-mcp-local-";

/** A directory without a lock after so long was left by a process that ended while it made it, in milliseconds. */
const abandonedAfter = 3_600_000;

/**
 * A directory for one run, among the temporary files of the machine. A lock of the operating system says that it is in
 * use, so that what a killed process has left is removed by the next one that makes a directory.
 */
export class ScratchDirectory {
  readonly path: string;
  readonly #lock: Store;

  private constructor(path: string) {
    this.path = path;
    this.#lock = new Store(lockOf(path));
  }

  static async make(): Promise<ScratchDirectory> {
    await removeAbandoned();
    return new ScratchDirectory(await mkdtemp(join(tmpdir(), prefix)));
  }

  async remove(): Promise<void> {
    this.#lock.close();
    await rm(this.path, { recursive: true, force: true });
  }
}

const lockOf = (path: string): string => join(path, "lock.db");

async function removeAbandoned(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  for (const path of names.map((name) => join(tmpdir(), name))) {
    if (await isAbandoned(path)) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

/** Whether it is ours, and no process holds its lock. */
async function isAbandoned(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isDirectory() || stats.uid !== (process.getuid?.() ?? stats.uid)) return false;
  const lock = await lstat(lockOf(path)).catch(() => undefined);
  if (!lock) return stats.mtimeMs < Date.now() - abandonedAfter;
  try {
    new Store(lockOf(path)).close();
    return true;
  } catch {
    return false;
  }
}
