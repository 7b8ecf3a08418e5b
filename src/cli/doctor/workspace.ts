import { resolveCredentials } from "../../auth/chain.ts";
import { claimsOf } from "../../auth/jwt.ts";
import { DatabricksClient } from "../../client/databricks-client.ts";
import { hostKindOf } from "../../config/cloud.ts";
import { PermissionDeniedError } from "../../errors/api-errors.ts";
import type { CallOptions } from "../../http/caller.ts";
import { sharedConnections } from "../../http/connections.ts";
import { fetchOver } from "../../http/wire.ts";
import { type Check, count, type Facts, type Finding, fail, known, ok, skip } from "./check.ts";

/** The longest that one call may take, retries included, in milliseconds. */
const callMs = 4_000;

/** Credentials can be had. */
export const authentication: Check = {
  name: "authentication",
  needs: ["clock"],
  withinMs: 10_000,
  async run(facts) {
    const settings = known(facts, "settings");
    const credentials = await resolveCredentials(settings, { fetch: fetchOver(sharedConnections) });
    const { Authorization = "" } = await credentials.headers();
    facts.credentials = credentials;
    const { host, accountId, workspaceId } = settings;
    facts.client = new DatabricksClient({ ...facts.given, host, accountId, workspaceId, credentials });
    return ok(`${credentials.authType}, ${tokenForm(Authorization.replace(/^\w+ /, ""))}`);
  },
};

/** What a token looks like, without showing it. */
function tokenForm(token: string): string {
  if (/^dapi[0-9a-f]{32}(-\d+)?$/.test(token)) return "a personal access token";
  const expiresAt = claimsOf(token)?.expiresAt;
  if (expiresAt !== undefined) return `a token until ${new Date(expiresAt).toISOString()}`;
  return token.startsWith("dapi")
    ? "a personal access token of unusual length; it may be cut off"
    : "a token of no known form";
}

/** The workspace knows who that is. */
export const identity: Check = {
  name: "identity",
  needs: ["authentication"],
  withinMs: 5_000,
  async run(facts, signal) {
    if (hostKindOf(known(facts, "settings")) === "account") return skip("an account has no workspace identity");
    const {
      userName,
      displayName,
      active,
      groups = [],
    } = await known(facts, "client").currentUser.me({}, within(signal));
    const found = `${userName ?? displayName ?? "without a name"}, in ${count(groups.length, "group")}`;
    return active === false
      ? fail(`${found}, not active`, "Ask an administrator of the workspace to activate it.")
      : ok(found);
  },
};

/** SQL warehouses, and which one statements run on. */
export const warehouse: Check = {
  name: "warehouse",
  needs: ["identity"],
  withinMs: 5_000,
  async run(facts, signal) {
    if (isAccount(facts)) return skip("an account has none");
    const { warehouses = [] } = await known(facts, "client").warehouses.list({}, within(signal));
    const running = warehouses.filter(({ state }) => state === "RUNNING").length;
    const found = `${count(warehouses.length, "SQL warehouse")}, ${running} running`;
    const id = known(facts, "settings").warehouseId;
    const best = warehouses.find(({ state }) => state === "RUNNING") ?? warehouses[0];
    if (!best) return fail(found, "Ask an administrator for access to a SQL warehouse, or make one.");
    const choose = `Set DATABRICKS_WAREHOUSE_ID to one of yours, such as ${best.id} (${best.name}).`;
    if (!id) return ok(`${found}; no default. ${choose}`);
    const chosen = warehouses.find((each) => each.id === id);
    return chosen
      ? ok(`${found}; the default ${id} (${chosen.name}) is ${chosen.state}`)
      : fail(`${found}; not among them the default ${id}`, choose);
  },
};

/** Clusters that commands could run on. */
export const cluster: Check = {
  name: "cluster",
  needs: ["identity"],
  withinMs: 5_000,
  async run(facts, signal) {
    if (isAccount(facts)) return skip("an account has none");
    const { clusters = [] } = await known(facts, "client").clusters.list({ page_size: 100 }, within(signal));
    const running = clusters.filter(({ state }) => state === "RUNNING").length;
    const id = known(facts, "settings").clusterId;
    const found = `${count(clusters.length, "cluster")}, ${running} running`;
    if (clusters.length === 0 && !id) return skip(`${found}; SQL works without, commands need one`);
    if (!id) return ok(found);
    const chosen = clusters.find(({ cluster_id }) => cluster_id === id);
    return chosen
      ? ok(`${found}; the default ${id} is ${chosen.state}`)
      : fail(
          `${found}; not among them the default ${id}`,
          "Correct DATABRICKS_CLUSTER_ID, or ask for permission to attach to the cluster.",
        );
  },
};

/** A few areas that may be read. */
export const permissions: Check = {
  name: "permissions",
  needs: ["identity"],
  withinMs: 6_000,
  async run(facts, signal) {
    if (isAccount(facts)) return skip("an account has none of these");
    const client = known(facts, "client");
    const options = within(signal);
    const calls: Readonly<Record<string, Promise<unknown>>> = {
      catalogs: client.catalogs.list({ max_results: 1 }, options),
      jobs: client.jobs.list({ limit: 1 }, options),
      warehouses: client.warehouses.list({}, options),
    };
    return permitted(Object.keys(calls), await Promise.allSettled(Object.values(calls)));
  },
};

function permitted(names: readonly string[], outcomes: readonly PromiseSettledResult<unknown>[]): Finding {
  const denied = names.filter((_, index) => {
    const outcome = outcomes[index];
    return outcome?.status === "rejected" && outcome.reason instanceof PermissionDeniedError;
  });
  const broken = outcomes.find(({ status }, index) => status === "rejected" && !denied.includes(names[index] ?? ""));
  if (broken?.status === "rejected") throw broken.reason;
  if (denied.length === 0) return ok(`may list ${names.join(", ")}`);
  return fail(
    `may not list ${denied.join(", ")} (403)`,
    "Tools of these areas will fail; ask an administrator for access, and check the token's scopes.",
  );
}

function within(signal: AbortSignal): CallOptions {
  return { signal, deadlineMs: callMs };
}

function isAccount(facts: Facts): boolean {
  return hostKindOf(known(facts, "settings")) === "account";
}
