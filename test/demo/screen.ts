/** What the terminal is taken to be, in columns. */
const width = 80;

const lines: string[] = [];

/** Writes a line, and keeps it for the transcript. */
export function say(text = ""): void {
  lines.push(text);
  process.stdout.write(`${text}\n`);
}

/** What was said so far. */
export const transcript = (): string => lines.join("\n");

/** The title of a chapter. */
export function heading(text: string): void {
  say();
  say(`── ${text} ${"─".repeat(Math.max(0, width - text.length - 4))}`);
}

/** At most some lines, none wider than the terminal. */
export function show(text: string, most = 12, indent = "  "): void {
  const all = text.trimEnd().split("\n");
  const room = width - indent.length;
  for (const line of all.slice(0, most)) say(indent + (line.length > room ? `${line.slice(0, room - 1)}…` : line));
  if (all.length > most) say(`${indent}… ${all.length - most} more lines`);
}

/** Words, broken into lines that fit. */
export function paragraph(text: string): void {
  show(text.replace(/(.{1,76})(?:\s+|$)/g, "$1\n"), Number.POSITIVE_INFINITY);
}
