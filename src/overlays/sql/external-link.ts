import { ApiError } from "../../errors/api-error.ts";
import type { Streamed } from "../../http/caller.ts";
import { type Patience, streamFromCloud, withFreshUrl } from "../files/cloud-request.ts";
import { isSafe, type SignedUrl } from "../files/signed-url.ts";
import type { ResultData } from "./statement.ts";

/** A link to the file of a chunk. Whoever has it can read the chunk, so that it is shown to nobody. */
export type ExternalLink = NonNullable<ResultData["external_links"]>[number];

/**
 * Reads the file of a chunk (`JSON_ARRAY`) without credentials. A link that has expired is replaced, up to three times.
 * The whole file, about 20 MB, is in memory at once.
 *
 * @param name stands for the link in errors
 * @param renew asks Databricks for another link to the same chunk
 * @throws ApiError, TransportError; Error for a link that is not safe to follow
 */
export async function readLinkedFile(
  link: ExternalLink | undefined,
  name: string,
  renew: () => Promise<ExternalLink | undefined>,
  patience: Patience,
): Promise<Buffer> {
  const renewed = async () => signedUrl(await renew());
  const get = (signed: SignedUrl) => download(signed, name, patience);
  return withFreshUrl(signedUrl(link), renewed, get, patience, isStale);
}

/** To the end, so that a connection that breaks on the way is a failure of the request. */
async function download(signed: SignedUrl, name: string, { signal }: Patience): Promise<Buffer> {
  const { contents } = await streamFromCloud<Streamed>({ method: "GET", signed, name }, { kind: "bytes" }, signal);
  return Buffer.concat(await Array.fromAsync(contents));
}

function signedUrl({ external_link: url, expiration = "", http_headers: headers = {} }: ExternalLink = {}): SignedUrl {
  if (url === undefined || !isSafe(url)) throw new Error("Databricks gave no https link to the cloud's storage");
  const expiresAt = Date.parse(expiration);
  return { url, headers, expiresAt: Number.isNaN(expiresAt) ? Number.POSITIVE_INFINITY : expiresAt };
}

/** What clouds say of an expired link differs; `ExpiredToken` comes with status 400 from S3 and Google storage. */
function isStale(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status === 403 || error.status === 404 || error.errorCode === "ExpiredToken";
}
