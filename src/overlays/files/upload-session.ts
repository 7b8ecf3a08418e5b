import { unexpectedAnswer } from "../../errors/read-api-error.ts";
import { afterGrace } from "../clean-up.ts";
import { initiateUpload } from "./operations.ts";
import type { Upload } from "./upload.ts";

/** How the cloud takes parts: in any order (S3, Azure), or one after the other (Google). */
export interface UploadSession {
  readonly kind: "multipart" | "resumable";
  readonly token: string;
}

interface Initiated {
  readonly multipart_upload?: { readonly session_token?: unknown };
  readonly resumable_upload?: { readonly session_token?: unknown };
}

/**
 * Begins an upload in parts.
 *
 * @throws ApiError when Databricks refuses, and (`UNEXPECTED_ANSWER`) when its answer has no session
 */
export async function initiate({ client, path, overwrite, signal }: Upload): Promise<UploadSession> {
  const args = { file_path: path, action: "initiate-upload", overwrite };
  const { multipart_upload, resumable_upload } = await client.call<Initiated>(initiateUpload, args, afterGrace(signal));
  const kind = multipart_upload ? "multipart" : "resumable";
  const token = (multipart_upload ?? resumable_upload)?.session_token;
  if (typeof token === "string" && token !== "") return { kind, token };
  const failed = { method: initiateUpload.method, path: initiateUpload.path, redact: (text: string) => text };
  throw unexpectedAnswer(failed, { status: 200, headers: new Headers() }, "began an upload without a session");
}
