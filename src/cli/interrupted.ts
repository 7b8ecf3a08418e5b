/** A person or the system asked the process to end. */
export class Interrupted extends Error {
  override readonly name: string = "Interrupted";
  readonly signal: "SIGINT" | "SIGTERM";

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.signal = signal;
  }
}
