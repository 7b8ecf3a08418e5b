import { handlersById } from "../../src/local/http-server.ts";
import { localServices } from "../../src/local/services.ts";
import { Workspace } from "../../src/local/workspace.ts";

/** Ids of the operations that the local workspace answers from state. */
export async function implementedOperations(): Promise<string[]> {
  const workspace = await Workspace.open();
  const parts = await localServices(workspace);
  const ids = [...handlersById(parts).keys()];
  for (const part of parts.toReversed()) await part.close?.();
  await workspace.close();
  return ids;
}
