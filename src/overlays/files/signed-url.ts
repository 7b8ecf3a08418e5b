import { TransferError } from "../../errors/transfer-error.ts";
import type { HeaderFields } from "../../http/headers.ts";
import {
  createAbortUploadUrl,
  createDownloadUrl,
  createResumableUploadUrl,
  createUploadPartUrls,
} from "./operations.ts";
import { heeding, type Transfer } from "./transfer.ts";

/** How long a URL is asked to be valid, in milliseconds; that of databricks-sdk-py. */
const VALID_MS = 3_600_000;

/** A pre-signed URL of the cloud's storage. Whoever has it gets in, so that it is shown to nobody. */
export interface SignedUrl {
  readonly url: string;
  /** To be sent along, or the signature does not match. */
  readonly headers: HeaderFields;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A URL as Databricks tells it. */
interface ToldUrl {
  readonly url?: unknown;
  readonly part_number?: unknown;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Asks for the URLs of `count` parts, from part `start` (counted from 1) on. Fewer may come.
 *
 * @throws TransferError when the first one does not come
 */
export async function partUrls(transfer: Transfer, token: string, start: number, count: number): Promise<SignedUrl[]> {
  const { client, path, signal } = transfer;
  const { expiresAt, expire_time } = expiry(transfer);
  const body = { path, session_token: token, start_part_number: start, count, expire_time };
  const answer = await client.call<{ upload_part_urls?: ToldUrl[] }>(createUploadPartUrls, body, heeding(signal));
  const told = answer.upload_part_urls ?? [];
  const wanted = told.filter(({ part_number }, index) => part_number === start + index);
  return (wanted.length > 0 ? wanted : [undefined]).map((each) => signedUrl(each, path, expiresAt));
}

/** Asks for the URL that takes all parts of a resumable upload. It holds as long as the upload. */
export async function resumableUrl({ client, path, signal }: Transfer, token: string): Promise<SignedUrl> {
  const body = { path, session_token: token };
  const answer = await client.call<{ resumable_upload_url?: ToldUrl }>(createResumableUploadUrl, body, heeding(signal));
  return signedUrl(answer.resumable_upload_url, path, Number.POSITIVE_INFINITY);
}

/** Asks for the URL that ends a multipart upload without a file. */
export async function abortUrl(transfer: Transfer, token: string): Promise<SignedUrl> {
  const { client, path, signal } = transfer;
  const { expiresAt, expire_time } = expiry(transfer);
  const body = { path, session_token: token, expire_time };
  const answer = await client.call<{ abort_upload_url?: ToldUrl }>(createAbortUploadUrl, body, heeding(signal));
  return signedUrl(answer.abort_upload_url, path, expiresAt);
}

/** Asks for the URL to read a file from. */
export async function downloadUrl(transfer: Transfer): Promise<SignedUrl> {
  const { client, path, signal } = transfer;
  const { expiresAt, expire_time } = expiry(transfer);
  const told = await client.call<ToldUrl>(createDownloadUrl, { path, expire_time }, heeding(signal));
  return signedUrl(told, path, expiresAt);
}

function expiry({ clock }: Transfer) {
  const expiresAt = clock.now() + VALID_MS;
  return { expiresAt, expire_time: new Date(expiresAt).toISOString().replace(/\.\d+/, "") };
}

function signedUrl(told: ToldUrl | undefined, path: string, expiresAt: number): SignedUrl {
  const { url, headers = [] } = told ?? {};
  if (typeof url !== "string" || !isSafe(url)) {
    throw TransferError.unexpected(path, "Databricks gave no https URL of the cloud's storage");
  }
  return { url, expiresAt, headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])) };
}

/** Whether nobody on the way may read along; on this machine nothing is on the way. */
export function isSafe(url: string): boolean {
  const { protocol, hostname } = URL.parse(url) ?? {};
  return (
    protocol === "https:" || (protocol === "http:" && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname ?? ""))
  );
}
