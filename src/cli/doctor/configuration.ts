import { locateWorkspace } from "../../auth/azure-workspace.ts";
import { cloudOf, hostKindOf } from "../../config/cloud.ts";
import { describeSettings } from "../../config/describe.ts";
import { parseHost } from "../../config/host.ts";
import { resolveSettings } from "../../config/settings.ts";
import { ConfigError } from "../../errors/config-error.ts";
import { sharedConnections } from "../../http/connections.ts";
import { fetchOver } from "../../http/wire.ts";
import { isEnough, leastNode } from "../node-version.ts";
import { type Check, fail, known, ok } from "./check.ts";

/** The version of Node. */
export const node: Check = {
  name: "node",
  needs: [],
  withinMs: 1_000,
  run() {
    const found = `${process.versions.node}, at ${process.execPath}`;
    return isEnough(process.versions.node)
      ? ok(found)
      : fail(found, `Use Node ${leastNode} or newer: https://nodejs.org/en/download`);
  },
};

/** Settings, and where each comes from. */
export const configuration: Check = {
  name: "configuration",
  needs: [],
  withinMs: 1_000,
  run(facts) {
    const { given, env } = facts;
    const described = describeSettings(given, env);
    const host = described.find(({ name }) => name === "host")?.value;
    const list = described.map(({ name, value, source }) => `${name} ${value} (${source})`).join(", ");
    if (described.length === 0) return nothing;
    // What is wrong with the host is for the next check to tell.
    if (!host || isHost(host)) facts.settings = resolveSettings(given, env);
    return ok(list);
  },
};

const nothing = fail(
  "no setting in the environment, and no profile in ~/.databrickscfg",
  "Run `databricks auth login --host https://<workspace>`, or set DATABRICKS_HOST and DATABRICKS_TOKEN; " +
    "without an account, --local works with a workspace on this machine.",
);

/** The host, and what kind of one. */
export const host: Check = {
  name: "host",
  needs: ["configuration"],
  withinMs: 5_000,
  async run(facts) {
    const { given, env } = facts;
    if (!facts.settings) {
      parseHost(describeSettings(given, env).find(({ name }) => name === "host")?.value);
    }
    const settings = await locateWorkspace(known(facts, "settings"), { fetch: fetchOver(sharedConnections), env });
    facts.settings = settings;
    return ok(`${settings.host}, ${hostKindOf(settings)} on ${cloudOf(settings)}`);
  },
};

function isHost(text: string): boolean {
  try {
    parseHost(text);
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
