import { DatabricksError } from "./databricks-error.ts";

/** A file could not be transferred, although every request had an answer. */
export class TransferError extends DatabricksError {
  override readonly name: string = "TransferError";

  /** The file is no longer the one that was being read. */
  static changed(path: string): TransferError {
    return new TransferError(`${path} changed while it was read`, {
      retryable: true,
      hint: "Throw away what was read, and read the file again from its beginning.",
    });
  }

  /** Fewer or more bytes came than the file has. */
  static wrongSize(path: string, bytes: number, expected: number): TransferError {
    return new TransferError(`${path}: ${bytes} bytes came where ${expected} were announced`, {
      retryable: true,
      hint: "Throw away what was read, and read the file again.",
    });
  }

  /** An answer does not keep to the protocol of transfers. `problem` goes on after the path, and holds no secret. */
  static unexpected(path: string, problem: string): TransferError {
    return new TransferError(`${path}: ${problem}`, {
      retryable: false,
      hint: "Check any proxy on the way; otherwise report it to Databricks support.",
    });
  }
}
