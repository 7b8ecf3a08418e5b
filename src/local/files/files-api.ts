import type { Stats } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import type { Handlers } from "../handlers.ts";
import { invalid, LocalError } from "../local-error.ts";
import { page } from "../page.ts";
import type { Range } from "./disk.ts";
import type { VolumePath, Volumes } from "./volumes.ts";

/** Files and directories of volumes (https://docs.databricks.com/api/workspace/files). */
export function filesApi(volumes: Volumes): Handlers<"files"> {
  return { ...fileHandlers(volumes), ...directoryHandlers(volumes) };
}

function fileHandlers(volumes: Volumes): Handlers<"files"> {
  return {
    upload: async ({ file_path, overwrite = false }, { request }) => {
      const { disk, path } = await volumes.locateFile(file_path);
      await disk.write(path, request, overwrite);
    },
    download: async ({ file_path }, { request }) => {
      const { contents, headers } = await download(await volumes.locate(file_path), request.headers);
      return { ...headers, contents } as never;
    },
    getMetadata: async ({ file_path }) => {
      const { disk, path } = await volumes.locate(file_path);
      return metadata(await disk.file(path));
    },
    delete: async ({ file_path }) => {
      const { disk, path } = await volumes.locate(file_path);
      await disk.file(path);
      await disk.remove(path);
    },
  };
}

function directoryHandlers(volumes: Volumes): Handlers<"files"> {
  return {
    createDirectory: async ({ directory_path }) => {
      const { disk, path } = await volumes.locate(directory_path);
      await disk.makeDirectory(path);
    },
    getDirectoryMetadata: async ({ directory_path }) => {
      const { disk, path } = await volumes.locate(directory_path);
      await disk.directory(path);
    },
    deleteDirectory: async ({ directory_path }) => {
      const { disk, path } = await volumes.locate(directory_path);
      await disk.directory(path);
      if (path === "/") throw invalid(`${directory_path} is a volume; drop it in Unity Catalog.`);
      await disk.removeDirectory(path);
    },
    listDirectoryContents: async ({ directory_path, page_size = 1000, page_token }) => {
      const { disk, path, full } = await volumes.locate(directory_path);
      await disk.directory(path);
      const contents = (await disk.list(path)).map(({ name, stats }) => ({
        name,
        path: `${full.replace(/\/+$/, "")}/${name}`,
        is_directory: stats.isDirectory(),
        last_modified: Math.floor(stats.mtimeMs),
        ...(stats.isFile() && { file_size: stats.size }),
      }));
      return page("contents", contents, Math.min(Number(page_size), 1000), page_token);
    },
  };
}

/**
 * Reads the part of a file that a request asks for.
 *
 * @returns `content-range` among the headers when it is not all
 * @throws LocalError 404, 412 (RFC 9110 section 13.1.4), 416
 */
export async function download({ disk, path }: VolumePath, asked: IncomingHttpHeaders) {
  let part: Range | undefined;
  const { stats, range, contents } = await disk.read(path, (found) => {
    checkUnmodified(found, asked);
    part = rangeOf(asked, found.size);
    return part ?? { start: 0, end: found.size };
  });
  const { start, end } = range;
  const where = part && { "content-range": `bytes ${start}-${end - 1}/${stats.size}` };
  const etag = `"${[stats.ino, stats.mtimeMs, stats.size].map((each) => each.toString(16)).join("-")}"`;
  return { contents, headers: { ...metadata(stats), "content-length": end - start, etag, ...where } };
}

/** What headers tell of a file. */
const metadata = ({ size, mtime }: Stats) => ({
  "content-length": size,
  "content-type": "application/octet-stream",
  "last-modified": mtime.toUTCString(),
});

/** Header dates have whole seconds. */
function checkUnmodified({ mtimeMs }: Stats, headers: IncomingHttpHeaders): void {
  const since = Date.parse(headers["if-unmodified-since"] ?? "");
  if (Math.floor(mtimeMs / 1000) * 1000 > since) {
    throw new LocalError(412, "FAILED_PRECONDITION", "The file has been changed since.");
  }
}

/**
 * The part that a request asks for (RFC 9110 section 14.1.2, one range); undefined for all of it.
 *
 * @throws LocalError 416 for one that is not there
 */
function rangeOf(headers: IncomingHttpHeaders, size: number): Range | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? "") ?? [];
  if (!first && !last) return undefined;
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last) + 1, size) : size;
  if (start < end) return { start, end };
  throw new LocalError(416, "OUT_OF_RANGE", `The file has ${size} bytes.`);
}
