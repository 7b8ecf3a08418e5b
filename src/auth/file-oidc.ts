import { readFile } from "node:fs/promises";
import type { Settings } from "../config/settings.ts";
import { AuthError } from "../errors/auth-error.ts";
import type { Credentials } from "./credentials.ts";
import { goodIdToken } from "./id-token.ts";
import { exchangedCredentials } from "./token-exchange.ts";
import type { World } from "./world.ts";

/** An OIDC token in a file that somebody keeps fresh, such as Kubernetes, exchanged. It is read again for every exchange. */
export async function configure(settings: Settings, world: World): Promise<Credentials> {
  const { oidcTokenFilepath: path = "" } = settings;
  return exchangedCredentials("file-oidc", settings, world, async () =>
    goodIdToken("file-oidc", await textOf(path), `the file ${path}`, world.clock.now()),
  );
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? cause.code : String(cause);
    throw new AuthError("file-oidc", `the file ${path} cannot be read (${reason})`, {
      hint: "Correct DATABRICKS_OIDC_TOKEN_FILEPATH.",
      cause,
    });
  }
}
