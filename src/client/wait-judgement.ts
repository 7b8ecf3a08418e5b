/** What we hold of a wait beyond the facts of `specs/`: states that are its end too. */
export interface Judgement {
  readonly success?: readonly string[];
  readonly failure?: readonly string[];
  /** Where the outcome stands that a successful state does not tell, and which outcomes are good. */
  readonly outcome?: { readonly path: string; readonly good: readonly string[] };
}

/** A run that TERMINATED may have failed. */
const run: Judgement = {
  outcome: { path: "state.result_state", good: ["SUCCESS", "SUCCESS_WITH_FAILURES", "EXCLUDED", "DISABLED"] },
};
const deleted: Judgement = { failure: ["DELETED", "DELETING"] };
const message: Judgement = { failure: ["CANCELLED", "QUERY_RESULT_EXPIRED"] };
const provisioning: Judgement = { failure: ["CANCELLING"] };

/** By operation id. Without these the official SDKs poll to the end of their time what can change no more. */
export const judgements: Readonly<Record<string, Judgement>> = {
  "apps.create": deleted,
  "apps.deploy": { failure: ["CANCELLED"] },
  "apps.start": deleted,
  "apps.stop": deleted,
  "cleanRooms.create": { failure: ["FAILED", "DELETED"] },
  // The command was faster than its cancellation.
  "commandExecution.cancel": { success: ["Finished"] },
  "database.createDatabaseInstance": deleted,
  "genie.createMessage": message,
  "genie.startConversation": message,
  "jobs.repairRun": run,
  "jobs.runNow": run,
  "jobs.submit": run,
  "onlineTables.create": deleted,
  "pipelines.stop": deleted,
  "vectorSearchEndpoints.createEndpoint": deleted,
  "warehouses.create": deleted,
  "warehouses.edit": deleted,
  "warehouses.start": deleted,
  "warehouses.stop": deleted,
  "workspaces.create": provisioning,
  "workspaces.update": provisioning,
};
