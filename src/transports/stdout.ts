import type { Write } from "./stdio-transport.ts";

/**
 * Keeps standard output for JSON-RPC: returns the only way to write to it, and sends what anybody else writes there
 * (`console.log` of a dependency) to standard error.
 *
 * @param onGone called when the reader of standard output has left (EPIPE)
 */
export function claimStdout(onGone: () => void): Write {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  process.stdout.on("error", onGone);
  process.stderr.on("error", () => {});
  return (text, done) => write(text, "utf8", done);
}
