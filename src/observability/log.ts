/** One thing that happened: JSON data without secrets. */
export type LogRecord = Readonly<Record<string, unknown>>;

/** Takes records; where they go is its own affair. Must not throw. */
export type Log = (record: LogRecord) => void;

/** Writes a record as one line of JSON to standard error. Standard output belongs to the protocol. */
export function stderrLog(record: LogRecord): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...record })}\n`);
}
