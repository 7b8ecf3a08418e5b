import type { Operation } from "../../http/operation.ts";

/**
 * Requests of the Files API: those of its reference (https://docs.databricks.com/api/workspace/files) as transfers need
 * them, with more header fields than the reference names, and those about pre-signed URLs, which it leaves out. The
 * latter are what databricks-sdk-py 0.133 sends (`databricks/sdk/mixins/files.py`).
 */

const filePath = { name: "file_path", in: "path", required: true, style: "file" } as const;
const action = { name: "action", in: "query", required: true, type: "string" } as const;
const overwrite = { name: "overwrite", in: "query", type: "boolean" } as const;

const file = { path: "/api/2.0/fs/files{file_path}", scope: "workspace" } as const;
/** A URL by itself changes nothing, so that asking for one twice does no harm. */
const makesUrl = {
  method: "POST",
  scope: "workspace",
  risk: "read",
  parameters: [],
  answer: { kind: "json" },
} as const;

/** Makes a file of one body of at most 5 GiB. */
export const putFile: Operation = {
  ...file,
  id: "files.upload",
  method: "PUT",
  risk: "destructive",
  parameters: [filePath, overwrite],
  body: { kind: "bytes", argument: "contents" },
  answer: { kind: "none" },
};

/** Reads a file, or with the headers `Range` and `If-Unmodified-Since` a part of it. */
export const getFile: Operation = {
  ...file,
  id: "files.download",
  method: "GET",
  risk: "read",
  parameters: [filePath],
  answer: {
    kind: "bytes",
    headers: {
      "content-length": "integer",
      "content-range": "string",
      "content-type": "string",
      "last-modified": "string",
      etag: "string",
    },
  },
};

/** Tells the size of a file. */
export const headFile: Operation = {
  ...file,
  id: "files.getMetadata",
  method: "HEAD",
  risk: "read",
  parameters: [filePath],
  answer: { kind: "none", headers: { "content-length": "integer" } },
};

/** Begins an upload in parts; the answer's shape says of which kind. */
export const initiateUpload: Operation = {
  ...file,
  id: "files.initiateUpload",
  method: "POST",
  risk: "write",
  parameters: [filePath, action, overwrite],
  answer: { kind: "json" },
};

/** Makes a file of the parts that were sent. */
export const completeUpload: Operation = {
  ...file,
  id: "files.completeUpload",
  method: "POST",
  risk: "write",
  parameters: [
    filePath,
    action,
    { name: "upload_type", in: "query", required: true, type: "string" },
    { name: "session_token", in: "query", required: true, type: "string" },
  ],
  body: { kind: "fields", fields: ["parts"] },
  answer: { kind: "none" },
};

/** Asks for URLs to send `count` parts to. */
export const createUploadPartUrls: Operation = {
  ...makesUrl,
  id: "files.createUploadPartUrls",
  path: "/api/2.0/fs/create-upload-part-urls",
  body: { kind: "fields", fields: ["path", "session_token", "start_part_number", "count", "expire_time"] },
};

/** Asks for the URL to send all parts to, one after the other. */
export const createResumableUploadUrl: Operation = {
  ...makesUrl,
  id: "files.createResumableUploadUrl",
  path: "/api/2.0/fs/create-resumable-upload-url",
  body: { kind: "fields", fields: ["path", "session_token"] },
};

/** Asks for the URL that throws the parts of an upload away. */
export const createAbortUploadUrl: Operation = {
  ...makesUrl,
  id: "files.createAbortUploadUrl",
  path: "/api/2.0/fs/create-abort-upload-url",
  body: { kind: "fields", fields: ["path", "session_token", "expire_time"] },
};

/** Asks for the URL to read a file from. */
export const createDownloadUrl: Operation = {
  ...makesUrl,
  id: "files.createDownloadUrl",
  path: "/api/2.0/fs/create-download-url",
  parameters: [
    { name: "path", in: "query", required: true, type: "string" },
    { name: "expire_time", in: "query", type: "string" },
  ],
};
