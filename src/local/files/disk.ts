import { randomUUID } from "node:crypto";
import { createWriteStream, existsSync, renameSync, type Stats } from "node:fs";
import { mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { invalid, LocalError } from "../local-error.ts";
import type { Workspace } from "../workspace.ts";

/** An entry of a directory. */
export interface Entry {
  readonly name: string;
  readonly stats: Stats;
}

/** A part of a file: its first byte and the one after its last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The longest name of a file or directory, in bytes, that file systems commonly take. */
const longestName = 255;

/**
 * Files below one directory of the real disk. Paths are absolute inside of it (`/a/b`); none leads out of it. A file is
 * written elsewhere and then moved, so that nobody ever finds half of one.
 */
export class Disk {
  readonly #root: string;
  readonly #unfinished: string;

  private constructor(root: string, unfinished: string) {
    this.#root = root;
    this.#unfinished = unfinished;
  }

  /** The files below the workspace's directory of that name. */
  static async open(workspace: Workspace, directory: string): Promise<Disk> {
    return new Disk(await workspace.directory(directory), await workspace.temporaryDirectory("files"));
  }

  /** Where a path is on the real disk. */
  locate(path: string): string {
    const segments = path.split("/").filter((segment) => segment !== "");
    const isWrong = (each: string): boolean =>
      each === "." || each === ".." || /[\\\p{Cc}]/u.test(each) || Buffer.byteLength(each) > longestName;
    if (segments.some(isWrong)) throw invalid(`The path ${path} is not valid.`);
    return join(this.#root, ...segments);
  }

  /** @returns undefined when there is nothing */
  async stats(path: string): Promise<Stats | undefined> {
    return stat(this.locate(path)).catch(() => undefined);
  }

  /** @throws LocalError 404 */
  async file(path: string): Promise<Stats> {
    const stats = await this.stats(path);
    if (stats?.isFile()) return stats;
    throw noFile(path);
  }

  /** @throws LocalError 404 */
  async directory(path: string): Promise<Stats> {
    const stats = await this.stats(path);
    if (stats?.isDirectory()) return stats;
    throw new LocalError(404, "NOT_FOUND", `The directory ${path} does not exist.`);
  }

  /**
   * Reads a part of a file as it is now, whatever is written over it meanwhile. The contents must be read or destroyed.
   *
   * @param choose tells the part; what it throws is thrown
   * @throws LocalError 404
   */
  async read(
    path: string,
    choose: (stats: Stats) => Range,
  ): Promise<{ stats: Stats; range: Range; contents: Readable }> {
    await this.file(path);
    const handle = await open(this.locate(path));
    try {
      const stats = await handle.stat();
      const range = choose(stats);
      if (range.start < range.end) {
        const contents = handle.createReadStream({ start: range.start, end: range.end - 1 });
        return { stats, range, contents };
      }
      await handle.close();
      return { stats, range, contents: Readable.from([]) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * Writes a file of what comes, with the directories above it.
   *
   * @throws LocalError 409 when there is one and `overwrite` is not set, or a directory
   */
  async write(path: string, content: Readable | Buffer, overwrite: boolean): Promise<void> {
    const target = this.locate(path);
    const there = await this.stats(path);
    if (there?.isDirectory() || (there && !overwrite)) throw exists(path);
    const half = join(this.#unfinished, randomUUID());
    try {
      await pipeline(Buffer.isBuffer(content) ? [content] : content, createWriteStream(half));
      await this.makeDirectory(path.slice(0, path.lastIndexOf("/")) || "/");
      if (!overwrite && existsSync(target)) throw exists(path);
      // Synchronous, so that of two who may not overwrite one wins.
      renameSync(half, target);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
  }

  /** @throws LocalError 409 when a file is in the way */
  async makeDirectory(path: string): Promise<void> {
    await mkdir(this.locate(path), { recursive: true }).catch(() => {
      throw new LocalError(409, "ALREADY_EXISTS", `A file is in the way of the directory ${path}`);
    });
  }

  /** Entries by name. */
  async list(path: string): Promise<Entry[]> {
    const names = (await readdir(this.locate(path))).sort();
    const entries = await Promise.all(
      names.map(async (name) => ({ name, stats: await this.stats(`${path}/${name}`) })),
    );
    return entries.filter((entry): entry is Entry => entry.stats !== undefined);
  }

  /** @throws LocalError 400 into itself, 409 when a file is in the way */
  async move(from: string, to: string): Promise<void> {
    if (`${this.locate(to)}/`.startsWith(`${this.locate(from)}/`))
      throw invalid(`${from} cannot be moved into itself.`);
    await this.makeDirectory(to.slice(0, to.lastIndexOf("/")) || "/");
    await rename(this.locate(from), this.locate(to));
  }

  async remove(path: string): Promise<void> {
    await rm(this.locate(path), { recursive: true, force: true });
  }

  /** @throws LocalError 400 when it is not empty */
  async removeDirectory(path: string): Promise<void> {
    await rmdir(this.locate(path)).catch(() => {
      throw new LocalError(400, "DIRECTORY_NOT_EMPTY", `The directory ${path} is not empty.`);
    });
  }
}

const noFile = (path: string): LocalError => new LocalError(404, "NOT_FOUND", `The file ${path} does not exist.`);

const exists = (path: string): LocalError =>
  new LocalError(409, "ALREADY_EXISTS", `The file being created already exists: ${path}`);
