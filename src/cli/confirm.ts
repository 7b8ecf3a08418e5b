import { createInterface } from "node:readline/promises";

/**
 * Asks a person in the terminal; anything but y or yes is a no.
 *
 * @returns `nobody` when standard input or standard error is no terminal
 */
export async function confirmed(question: string, signal: AbortSignal): Promise<"yes" | "no" | "nobody"> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return "nobody";
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim()) ? "yes" : "no";
  } finally {
    terminal.close();
  }
}
