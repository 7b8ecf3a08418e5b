import { ArgumentError } from "../../errors/argument-error.ts";
import type { Caller, CallOptions } from "../../http/caller.ts";
import type { Clock } from "../../http/clock.ts";

/** Bytes of one MiB. */
export const MIB = 2 ** 20;

/** Files from this size on travel in parts, in bytes; that of databricks-sdk-py. */
export const LARGE = 50 * MIB;

/** Parts under way at once; that of databricks-sdk-py. */
export const PARALLELISM = 10;

/** How far a transfer has come. */
export interface TransferProgress {
  /** Bytes that have arrived. */
  readonly bytes: number;
  /** Bytes there will be; absent when nobody knows. */
  readonly total?: number;
}

/** Options of every transfer. */
export interface TransferOptions {
  /** Ends the transfer with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called whenever more bytes have arrived. */
  readonly onProgress?: (progress: TransferProgress) => void;
  readonly clock?: Clock;
}

/** What all requests of one transfer have in common. */
export interface Transfer {
  readonly client: Caller;
  /** `/Volumes/catalog/schema/volume/…` */
  readonly path: string;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/** Counts the bytes of a transfer that have arrived. */
export class Progress {
  readonly #total: number | undefined;
  readonly #report: TransferOptions["onProgress"];
  #bytes = 0;

  constructor(total: number | undefined, report: TransferOptions["onProgress"]) {
    this.#total = total;
    this.#report = report;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: number): void {
    if (bytes === 0) return;
    this.#bytes += bytes;
    this.#report?.({ bytes: this.#bytes, ...(this.#total !== undefined && { total: this.#total }) });
  }
}

/** The options of a call that hears a signal, if there is one. */
export function heeding(signal: AbortSignal | undefined): CallOptions {
  return signal ? { signal } : {};
}

/**
 * Checks that a path names a file in a volume, before any part of it is sent.
 *
 * @throws ArgumentError
 */
export function checkVolumePath(path: string): void {
  const segments = path.split("/").slice(1);
  const strange = segments.some((segment) => segment === "" || segment === "." || segment === "..");
  if (path.startsWith("/Volumes/") && segments.length >= 5 && !strange) return;
  throw new ArgumentError("path", "names no file in a volume", "Give /Volumes/<catalog>/<schema>/<volume>/<file>.");
}

/**
 * Checks a count or a size.
 *
 * @throws ArgumentError unless it is an integer from 1 to `most`
 */
export function checkPositive(argument: string, value: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  throw new ArgumentError(argument, `is ${value}`, `Give an integer from 1 to ${most}.`);
}
