import type { CommandResults } from "../../compute/python-process.ts";
import type { Output } from "../documents.ts";
import { type Ended, failure } from "./task.ts";

/** The failure of a task whose Python raised an exception: its message without markup, and the trace-back. */
export function failureOf({ summary = "", cause = "" }: CommandResults, output: Output): Ended {
  return failure(withoutMarkup(summary), { ...output, error_trace: cause });
}

const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

const withoutMarkup = (html: string): string =>
  html.replaceAll(/<[^>]*>/g, "").replaceAll(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity);
