import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, type ReadStream, type Stats } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { invalid, LocalError } from "../local-error.ts";

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

/**
 * Files below one directory of the real disk. Paths are absolute inside of it (`/a/b`); none leads out of it. A file
 * that is being written is not seen before it is whole.
 */
export class Disk {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Where a path is on the real disk. */
  locate(path: string): string {
    const segments = path.split("/").filter((segment) => segment !== "");
    if (segments.some((each) => each === "." || each === ".." || /[\\\p{Cc}]/u.test(each))) {
      throw invalid(`The path ${path} is not valid.`);
    }
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
    throw new LocalError(404, "NOT_FOUND", `The file ${path} does not exist.`);
  }

  /** @throws LocalError 404 */
  async directory(path: string): Promise<Stats> {
    const stats = await this.stats(path);
    if (stats?.isDirectory()) return stats;
    throw new LocalError(404, "NOT_FOUND", `The directory ${path} does not exist.`);
  }

  read(path: string, { start, end }: Range): ReadStream {
    return createReadStream(this.locate(path), { start, end: end - 1 });
  }

  /**
   * Writes a file of what comes, with the directories above it.
   *
   * @throws LocalError 409 when there is one and `overwrite` is not set, or a directory
   */
  async write(path: string, content: Readable | Buffer, overwrite: boolean): Promise<void> {
    const target = this.locate(path);
    const there = await this.stats(path);
    if (there?.isDirectory() || (there && !overwrite)) {
      throw new LocalError(409, "ALREADY_EXISTS", `The file being created already exists: ${path}`);
    }
    await this.makeDirectory(path.slice(0, path.lastIndexOf("/")) || "/");
    const half = `${target}.${randomUUID()}.part`;
    try {
      await pipeline(Buffer.isBuffer(content) ? [content] : content, createWriteStream(half));
      await rename(half, target);
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

  /** Entries by name. What is still being written is left out. */
  async list(path: string): Promise<Entry[]> {
    const names = (await readdir(this.locate(path))).filter((name) => !name.endsWith(".part")).sort();
    return Promise.all(names.map(async (name) => ({ name, stats: await stat(join(this.locate(path), name)) })));
  }

  async move(from: string, to: string): Promise<void> {
    await mkdir(dirname(this.locate(to)), { recursive: true });
    await rename(this.locate(from), this.locate(to));
  }

  async remove(path: string): Promise<void> {
    await rm(this.locate(path), { recursive: true });
  }

  /** @throws LocalError 400 when it is not empty */
  async removeDirectory(path: string): Promise<void> {
    await rmdir(this.locate(path)).catch(() => {
      throw new LocalError(400, "DIRECTORY_NOT_EMPTY", `The directory ${path} is not empty.`);
    });
  }
}
