import { DatabricksClient } from "../../src/client/databricks-client.ts";
import { FakeClock } from "./fake-clock.ts";
import type { FaultServer } from "./fault-server.ts";

/** The typed client of a server under test, which is not asked for its workspace; time passes only by waiting. */
export const clientFor = ({ host }: FaultServer, clock = new FakeClock()): DatabricksClient =>
  new DatabricksClient({ host, token: "t0ken", accountId: "a1", workspaceId: "none", clock });

/** What a server was asked, as `GET /path?query` or `POST /path body`. */
export const asked = ({ requests }: FaultServer): string[] =>
  requests.map(({ method, url, body }) => [method, decodeURIComponent(url), body.toString()].filter(Boolean).join(" "));
