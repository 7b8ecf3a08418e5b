import { stripVTControlCharacters } from "node:util";

/** Most characters of a trace-back that are kept: its end names the failing line. */
const TRACE_CHARACTERS = 4_000;

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " ", amp: "&" };

/** Takes terminal escape sequences (colours) out of text. */
export function stripAnsi(text: string): string {
  return stripVTControlCharacters(text);
}

/** The one-line summary of a failure without HTML and colours; the last line of the cause when there is no summary. */
export function cleanSummary(summary = "", cause = ""): string {
  const text = stripAnsi(summary)
    .replace(/<\/?(?:a|b|br|code|div|font|i|p|pre|span)\b[^>]*>/gi, "")
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (whole, name: string) => entities[name] ?? whole)
    .trim();
  return text || (stripAnsi(cause).trim().split("\n").at(-1) ?? "");
}

/** The end of a trace-back, without colours, cut at a line. */
export function traceTail(cause = ""): string {
  const text = stripAnsi(cause).trim();
  if (text.length <= TRACE_CHARACTERS) return text;
  const tail = text.slice(-TRACE_CHARACTERS);
  return `…${tail.slice(tail.indexOf("\n"))}`;
}
