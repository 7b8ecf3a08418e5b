import { Securables } from "../catalog/securables.ts";
import { LocalError } from "../local-error.ts";
import { admin } from "../principals.ts";
import type { Workspace } from "../workspace.ts";
import { Disk } from "./disk.ts";

/** A volume that is there from the start. */
const firstVolume = "main.default.files";

/** A path of a volume, split. */
export interface VolumePath {
  /** The files of the volume. */
  readonly disk: Disk;
  /** Below the volume: `/` or `/a/b`. */
  readonly path: string;
  /** As it was asked for. */
  readonly full: string;
}

/** The files of Unity Catalog's volumes. A volume's directory bears its id, so that renaming it moves nothing. */
export class Volumes {
  readonly #workspace: Workspace;
  readonly #securables: Securables;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#securables = new Securables(workspace.store);
    if (!this.#securables.find("VOLUME", firstVolume)) {
      this.#securables.create("VOLUME", firstVolume, admin.userName, { comment: "Files to try things with" });
    }
  }

  /**
   * @param full `/Volumes/<catalog>/<schema>/<volume>/…`
   * @throws LocalError 400 for another path, 404 for a volume that does not exist
   */
  async locate(full: string): Promise<VolumePath> {
    const [, catalog, schema, volume, rest = ""] = /^\/Volumes\/([^/]+)\/([^/]+)\/([^/]+)(\/.*)?$/.exec(full) ?? [];
    if (!volume) {
      throw new LocalError(
        400,
        "INVALID_ARGUMENT",
        `${full} is no path of the form /Volumes/<catalog>/<schema>/<volume>/…`,
      );
    }
    const name = `${catalog}.${schema}.${volume}`;
    const found = this.#securables.find("VOLUME", name.toLowerCase());
    if (!found) throw new LocalError(404, "NOT_FOUND", `Volume '${name}' does not exist.`);
    const disk = await Disk.open(this.#workspace, `volumes/${found.id}`);
    return { disk, path: rest.replace(/\/+$/, "") || "/", full };
  }

  /** @throws LocalError as `locate`, and 400 for a volume */
  async locateFile(full: string): Promise<VolumePath> {
    const place = await this.locate(full);
    if (place.path !== "/") return place;
    throw new LocalError(400, "INVALID_ARGUMENT", `${full} is a volume, not a file.`);
  }
}
