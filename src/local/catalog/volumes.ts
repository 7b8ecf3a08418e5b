import type { components } from "../../../generated/catalog/types.ts";
import { LocalError } from "../local-error.ts";
import { times } from "./catalogs.ts";
import { metastoreId, storageRoot } from "./metastore.ts";
import { checkName, fullName } from "./names.ts";
import type { SchemaPath } from "./schemas.ts";
import { SecurableError } from "./securable-error.ts";
import type { Securable, Words } from "./securables.ts";
import type { ObjectPath } from "./tables.ts";
import type { UnityCatalog } from "./unity-catalog.ts";
import { refuseChange } from "./write-protection.ts";

/** What an API or a statement tells of a volume. */
export type VolumeInfo = components["schemas"]["VolumeInfo"];

/** The volumes of a schema in the order of their names. */
export async function listVolumes(unity: UnityCatalog, [catalog, schema]: SchemaPath): Promise<VolumeInfo[]> {
  await unity.requireSchema(catalog, schema);
  return unity.securables.list("VOLUME", fullName(catalog, schema)).map(volumeInfo);
}

/** @throws SecurableError when there is none */
export async function getVolume(unity: UnityCatalog, path: ObjectPath): Promise<VolumeInfo> {
  return volumeInfo(await unity.requireVolume(...path));
}

/**
 * Makes a managed volume; its files are under `/Volumes/<catalog>/<schema>/<name>`.
 *
 * @throws SecurableError when there is one of that name, or no such schema; LocalError 501 for an external one
 */
export async function createVolume(
  unity: UnityCatalog,
  [catalog, schema, name]: ObjectPath,
  user: string,
  words: Words & { readonly external?: boolean },
): Promise<VolumeInfo> {
  const { external, ...said } = words;
  if (external)
    throw new LocalError(501, "NOT_IMPLEMENTED", "The local workspace has no external volumes, only managed ones.");
  await unity.requireSchema(catalog, schema);
  refuseChange(catalog, schema);
  const path = fullName(catalog, schema, checkName(name));
  if (unity.securables.find("VOLUME", path)) throw new SecurableError("exists", "VOLUME", path);
  return volumeInfo(unity.securables.create("VOLUME", path, user, said));
}

/** Changes what is said of a volume. */
export async function updateVolume(
  unity: UnityCatalog,
  path: ObjectPath,
  user: string,
  words: Words,
): Promise<VolumeInfo> {
  await unity.requireVolume(...path);
  return volumeInfo(unity.securables.update("VOLUME", fullName(...path), user, words));
}

/** @throws SecurableError when there is none, or one of the new name */
export async function renameVolume(unity: UnityCatalog, path: ObjectPath, newName: string): Promise<ObjectPath> {
  await unity.requireVolume(...path);
  const renamed: ObjectPath = [path[0], path[1], checkName(newName)];
  if (unity.securables.find("VOLUME", fullName(...renamed))) {
    throw new SecurableError("exists", "VOLUME", fullName(...renamed));
  }
  unity.securables.rename("VOLUME", fullName(...path), fullName(...renamed));
  return renamed;
}

/** @throws SecurableError when there is none */
export async function dropVolume(unity: UnityCatalog, path: ObjectPath): Promise<void> {
  await unity.requireVolume(...path);
  unity.securables.forget("VOLUME", fullName(...path));
}

function volumeInfo({ full_name, id, owner, comment, ...entry }: Securable): VolumeInfo {
  const [catalog_name = "", schema_name = "", name = ""] = full_name.split(".");
  return {
    name,
    catalog_name,
    schema_name,
    full_name,
    volume_id: id,
    volume_type: "MANAGED",
    storage_location: `${storageRoot}/volumes/${id}`,
    metastore_id: metastoreId,
    owner,
    ...(comment !== undefined && { comment }),
    ...times(entry),
  };
}
