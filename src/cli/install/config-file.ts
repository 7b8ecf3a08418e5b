import { randomUUID } from "node:crypto";
import {
  copyFile,
  constants as fs,
  mkdir,
  open,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** A configuration file. */
export interface ConfigFile {
  /** What the path leads to, links followed. */
  readonly target: string;
  /** Undefined when there is no such file. */
  readonly text: string | undefined;
}

/** Reads a file, which may be missing. */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const target = await followed(path);
  return { target, text: await readIfThere(target) };
}

/** A link may lead to a file that is not there yet. */
async function followed(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const next = await readlink(path).catch(() => undefined);
    return next === undefined ? path : followed(resolve(dirname(path), next));
  }
}

/**
 * Replaces a file in one step, keeping its mode. What was there stays beside it as `.bak`, or as `.bak.1` and so on
 * where an older backup differs.
 *
 * @returns path of the backup, if there was something to keep
 */
export async function replaceConfigFile({ target, text }: ConfigFile, next: string): Promise<string | undefined> {
  await mkdir(dirname(target), { recursive: true });
  const backup = text === undefined ? undefined : await backUp(target, text);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, "wx", text === undefined ? 0o666 : 0o600);
    try {
      await file.writeFile(next);
      if (text !== undefined) await file.chmod((await stat(target)).mode & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
  return backup;
}

async function backUp(target: string, text: string): Promise<string> {
  for (let number = 0; ; number++) {
    const path = `${target}.bak${number === 0 ? "" : `.${number}`}`;
    try {
      await copyFile(target, path, fs.COPYFILE_EXCL);
      return path;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      if ((await readFile(path, "utf8")) === text) return path;
    }
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
