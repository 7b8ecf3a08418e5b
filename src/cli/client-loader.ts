import type { DatabricksClient } from "../client/databricks-client.ts";
import { secretsInEnvironment } from "../config/secrets.ts";
import { type Redact, redactor } from "../errors/redact.ts";
import type { WorkspaceOptions } from "./common-options.ts";
import type { Workspace } from "./workspace.ts";

/** The one client of a server, made when it is first needed. */
export interface ClientLoader {
  /**
   * Loads the client's code; what it answers makes the client, or throws ConfigError when settings are missing. After a
   * failure the next call tries again.
   *
   * @param agent name of the program that asks first
   */
  load(agent: string | undefined): Promise<() => DatabricksClient>;
  /** Hides the client's secrets in a text; as long as there is no client, those of the environment. */
  readonly redact: Redact;
  /** Ends the local workspace, if there is one. */
  close(): Promise<void>;
}

/** Makes the loader of the client that the options choose. */
export function clientLoader(options: WorkspaceOptions): ClientLoader {
  let workspace: Promise<Workspace> | undefined;
  let client: DatabricksClient | undefined;
  const hideEnvironment = redactor(secretsInEnvironment(process.env));
  return {
    async load(agent) {
      workspace ??= open(options).catch((error: unknown) => {
        workspace = undefined;
        throw error;
      });
      const [{ DatabricksClient }, opened] = await Promise.all([import("../client/databricks-client.ts"), workspace]);
      return () => {
        client ??= new DatabricksClient({ agent, ...opened.options });
        return client;
      };
    },
    redact: (text) => client?.config.redact(text) ?? hideEnvironment(text),
    close: async () => (await workspace)?.close(),
  };
}

async function open(options: WorkspaceOptions): Promise<Workspace> {
  const { openWorkspace } = await import("./workspace.ts");
  return openWorkspace(options);
}
