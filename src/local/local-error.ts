/** A refusal, as Databricks spells it: an HTTP status and a JSON body with `error_code` and `message`. */
export class LocalError extends Error {
  override readonly name: string = "LocalError";
  readonly status: number;
  readonly errorCode: string;
  /** Typed details, each with an `@type` (https://google.aip.dev/193). */
  readonly details: readonly object[];

  constructor(status: number, errorCode: string, message: string, details: readonly object[] = []) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.details = details;
  }
}

/** The request is not what the API takes. */
export const invalid = (message: string): LocalError => new LocalError(400, "INVALID_PARAMETER_VALUE", message);

/** What the request names is not there. */
export const notFound = (message: string): LocalError => new LocalError(404, "RESOURCE_DOES_NOT_EXIST", message);

/** What the request would make is there already. */
export const alreadyExists = (message: string): LocalError => new LocalError(409, "RESOURCE_ALREADY_EXISTS", message);

/** What the request names is in a state that does not allow it. */
export const invalidState = (message: string): LocalError => new LocalError(400, "INVALID_STATE", message);
