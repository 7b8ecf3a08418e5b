import type { components } from "../../../generated/compute/types.ts";
import type { Handlers } from "../handlers.ts";
import { invalid, LocalError } from "../local-error.ts";
import type { RunnableLanguage } from "./context.ts";
import type { Contexts } from "./contexts.ts";
import { findPython } from "./find-python.ts";

/** API 1.2: contexts and commands. */
export function commandExecutionHandlers(contexts: Contexts): Handlers<"commandExecution"> {
  return {
    create: async ({ clusterId = "", language }) => {
      const runnable = readLanguage(language);
      if (runnable === "python") await findPython();
      return { id: contexts.create(clusterId, runnable).id };
    },
    contextStatus: ({ clusterId, contextId }) => {
      const { id, status } = contexts.get(clusterId, contextId);
      return { id, status };
    },
    destroy: ({ clusterId, contextId }) => contexts.destroy(contexts.find(clusterId, contextId)),
    execute: ({ clusterId = "", contextId = "", language, command = "" }) => ({
      id: contexts.get(clusterId, contextId).execute(readLanguage(language), command),
    }),
    commandStatus: ({ clusterId, contextId, commandId }) => {
      const command = contexts.find(clusterId, contextId).command(commandId);
      if (!command) throw commandNotFound(commandId);
      return command;
    },
    cancel: ({ clusterId = "", contextId = "", commandId = "" }) => {
      if (!contexts.find(clusterId, contextId).cancel(commandId)) throw commandNotFound(commandId);
    },
  };
}

/** @throws LocalError 501 for the languages that would need a Spark */
function readLanguage(language: components["schemas"]["Language"] | undefined): RunnableLanguage {
  if (language === "python") return "python";
  if (language === "sql") return "sql";
  if (language !== "scala" && language !== "r") throw invalid(`language ${language} is not python, sql, scala or r`);
  const name = language === "r" ? "R" : "Scala";
  throw new LocalError(
    501,
    "NOT_IMPLEMENTED",
    `The local workspace runs python and sql, not ${name}: use one of these.`,
  );
}

const commandNotFound = (id: string): LocalError =>
  new LocalError(404, "RESOURCE_DOES_NOT_EXIST", `CommandNotFoundException: ${id}`);
