import type { Schemas } from "../documents.ts";
import { internalError } from "../states.ts";
import { Ended, type Runner } from "./task.ts";

/**
 * Compares two values: equality as text, order as numbers
 * (https://docs.databricks.com/aws/en/jobs/if-else).
 */
export const runCondition: Runner = async ({ task: { condition_task: condition } }) => {
  if (!condition) return {};
  return { outcome: String(compare(condition)) };
};

function compare({ left, op, right }: Schemas["ConditionTask"]): boolean {
  if (op === "EQUAL_TO") return left === right;
  if (op === "NOT_EQUAL") return left !== right;
  const [one, other] = [numberOf(left), numberOf(right)];
  switch (op) {
    case "GREATER_THAN":
      return one > other;
    case "GREATER_THAN_OR_EQUAL":
      return one >= other;
    case "LESS_THAN":
      return one < other;
    default:
      return one <= other;
  }
}

function numberOf(text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(number))
    throw new Ended(internalError(`Condition operand '${text}' is not a number.`, "INVALID_RUN_CONFIGURATION"));
  return number;
}
