import { randomUUID } from "node:crypto";
import { appendFileSync, createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Handlers } from "../handlers.ts";
import { invalid, LocalError } from "../local-error.ts";
import type { Disk, Entry } from "./disk.ts";

/** The largest block that is read or written at once, in bytes (https://docs.databricks.com/api/workspace/dbfs). */
const largestBlock = 1024 * 1024;

/** A file that is being written. */
interface Handle {
  readonly path: string;
  readonly overwrite: boolean;
  /** The real file that holds the blocks that have come. */
  readonly blocks: string;
}

/** Where DBFS keeps its files, and those that are still open for writing. */
interface Places {
  disk(): Promise<Disk>;
  unfinished(): Promise<string>;
}

/** DBFS (`dbfs:/`), on one directory of the disk. Files that were not closed end with the workspace. */
export function dbfsApi({ disk, unfinished }: Places): Handlers<"dbfs"> {
  return { ...streaming(disk, unfinished), ...reading(disk), ...changing(disk) };
}

function streaming(root: () => Promise<Disk>, unfinished: () => Promise<string>): Handlers<"dbfs"> {
  const handles = new Map<number, Handle>();
  let last = 0;
  const find = (handle: number): Handle => {
    const found = handles.get(handle);
    if (!found) throw new LocalError(404, "RESOURCE_DOES_NOT_EXIST", `No open handle found for handle: ${handle}`);
    return found;
  };
  return {
    create: async ({ path, overwrite = false }) => {
      await refuseExisting(await root(), inside(path), overwrite);
      const blocks = join(await unfinished(), randomUUID());
      last += 1;
      handles.set(last, { path: inside(path), overwrite, blocks });
      return { handle: last };
    },
    addBlock: ({ handle, data }) => {
      // Synchronous: blocks stand in the order in which they came.
      appendFileSync(find(Number(handle)).blocks, block(data));
    },
    close: async ({ handle }) => {
      const { path, overwrite, blocks } = find(Number(handle));
      handles.delete(Number(handle));
      appendFileSync(blocks, "");
      await (await root()).write(path, createReadStream(blocks), overwrite);
      await rm(blocks);
    },
  };
}

function reading(root: () => Promise<Disk>): Handlers<"dbfs"> {
  return {
    read: async ({ path, offset = 0, length = largestBlock / 2 }) => {
      if (Number(offset) < 0 || Number(length) < 0) throw invalid("Offset and length cannot be negative.");
      if (Number(length) > largestBlock) {
        throw new LocalError(400, "MAX_READ_SIZE_EXCEEDED", `At most ${largestBlock} bytes can be read at once.`);
      }
      const disk = await root();
      if ((await existing(disk, inside(path))).isDirectory()) throw invalid(`${path} is a directory.`);
      const { contents } = await disk.read(inside(path), ({ size }) => {
        const start = Math.min(Number(offset), size);
        return { start, end: Math.min(start + Number(length), size) };
      });
      const data = await buffer(contents);
      return { bytes_read: data.length, data: data.toString("base64") };
    },
    getStatus: async ({ path }) => {
      const stats = await existing(await root(), inside(path));
      return info(inside(path), { name: "", stats });
    },
    list: async ({ path }) => {
      const disk = await root();
      const stats = await existing(disk, inside(path));
      if (stats.isFile()) return { files: [info(inside(path), { name: "", stats })] };
      const base = inside(path).replace(/\/+$/, "");
      return { files: (await disk.list(inside(path))).map((entry) => info(`${base}/${entry.name}`, entry)) };
    },
  };
}

function changing(root: () => Promise<Disk>): Handlers<"dbfs"> {
  return {
    put: async ({ path, contents = "", overwrite = false }) => {
      const disk = await root();
      await refuseExisting(disk, inside(path), overwrite);
      await disk.write(inside(path), block(contents), overwrite);
    },
    mkdirs: async ({ path }) => {
      await (await root()).makeDirectory(inside(path));
    },
    move: async ({ source_path, destination_path }) => {
      const disk = await root();
      await existing(disk, inside(source_path));
      await refuseExisting(disk, inside(destination_path), false);
      await disk.move(inside(source_path), inside(destination_path));
    },
    delete: async ({ path, recursive = false }) => {
      const disk = await root();
      const stats = await disk.stats(inside(path));
      if (!stats) return;
      if (stats.isDirectory() && !recursive && (await disk.list(inside(path))).length > 0) {
        throw new LocalError(400, "IO_ERROR", `Directory ${path} is not empty. Set recursive to delete what is in it.`);
      }
      await disk.remove(inside(path));
    },
  };
}

/** `dbfs:/a` and `/a` are the same. */
function inside(path: string): string {
  const absolute = path.replace(/^dbfs:/, "");
  if (absolute.startsWith("/")) return absolute;
  throw invalid(`Path must be absolute: ${path}`);
}

function block(base64: string): Buffer {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length <= largestBlock) return bytes;
  throw new LocalError(400, "MAX_BLOCK_SIZE_EXCEEDED", `At most ${largestBlock} bytes can be written at once.`);
}

async function existing(disk: Disk, path: string) {
  const stats = await disk.stats(path);
  if (stats) return stats;
  throw new LocalError(404, "RESOURCE_DOES_NOT_EXIST", `No file or directory exists on path ${path}.`);
}

async function refuseExisting(disk: Disk, path: string, overwrite: boolean): Promise<void> {
  const stats = await disk.stats(path);
  if (!stats || (overwrite && stats.isFile())) return;
  throw new LocalError(400, "RESOURCE_ALREADY_EXISTS", `A file or directory already exists at the path ${path}.`);
}

const info = (path: string, { stats }: Entry) => ({
  path,
  is_dir: stats.isDirectory(),
  file_size: stats.isFile() ? stats.size : 0,
  modification_time: Math.floor(stats.mtimeMs),
});
