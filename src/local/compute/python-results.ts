import type { Outcome } from "./python-messages.ts";
import type { CommandResults } from "./python-process.ts";

/** Characters of text that a command gives back at most (https://docs.databricks.com/notebooks/notebook-limitations). */
const MAX_TEXT = 50_000;

/** An outcome as API 1.2 tells it: one thing only, an error before an exit, what was displayed last before text. */
export function resultsOf({ output, truncated, shown, error, exit }: Outcome): CommandResults {
  if (error) return { resultType: "error", ...error };
  if (exit !== undefined) return { resultType: "text", data: exit, truncated: false };
  const images = shown.filter((each) => "fileName" in each);
  const last = shown.at(-1);
  if (last && "fileName" in last && images.length > 1) {
    return { resultType: "images", fileNames: images.map(({ fileName }) => String(fileName)) };
  }
  return last ?? textOf(output, truncated);
}

function textOf(output: string, truncated: boolean): CommandResults {
  const text = output.replace(/\n$/, "");
  if (text.length <= MAX_TEXT && !truncated) return { resultType: "text", data: text, truncated: false };
  const data = `${text.slice(0, MAX_TEXT)}\n*** WARNING: max output size exceeded, skipping output. ***`;
  return { resultType: "text", data, truncated: true };
}
