/**
 * A process that others kill. It writes without end and tells each write when it is done.
 *
 * @param argv a directory of data, or nothing for a workspace in memory that only tells where its files are
 */
import { Readable } from "node:stream";
import { Disk } from "../../src/local/files/disk.ts";
import { workspaceFiles } from "../../src/local/files/workspace-files.ts";
import { Workspace } from "../../src/local/workspace.ts";

const data = process.argv[2];
const workspace = await Workspace.open(data);
const say = (text: string | number): boolean => process.stdout.write(`${text}\n`);

if (data === undefined) {
  say(await workspace.directory("files"));
  setInterval(() => {}, 1_000);
} else {
  const documents = workspace.store.collection<number>("documents");
  const disk = await Disk.open(workspace, "disk");
  const tree = workspaceFiles(workspace);
  for (let round = documents.get("one") ?? 0; ; ) {
    round += 1;
    workspace.store.transaction(() => {
      documents.put("one", round);
      documents.put("two", round);
    });
    const content = Array.from({ length: 20 + (round % 30) }, () => Buffer.alloc(5_000, String(round % 10)));
    await disk.write("/file", Readable.from(content), true);
    await tree.write("/Shared/file", Buffer.concat(content), { object_type: "FILE" });
    say(round);
  }
}
