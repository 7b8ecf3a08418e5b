import type { Operation } from "../../src/http/operation.ts";

/** Operations of each kind that matters to the runtime, written by hand so that these tests need no generated code. */
const workspaceJson = { scope: "workspace", risk: "read", parameters: [], answer: { kind: "json" } } as const;

export const getJob: Operation = {
  ...workspaceJson,
  id: "jobs.get",
  method: "GET",
  path: "/api/2.2/jobs/get",
  parameters: [{ name: "job_id", in: "query", type: "integer" }],
};

export const runNow: Operation = {
  ...workspaceJson,
  id: "jobs.runNow",
  method: "POST",
  path: "/api/2.2/jobs/run-now",
  risk: "destructive",
  body: { kind: "fields", fields: ["job_id", "idempotency_token"] },
  idempotency: "idempotency_token",
  int64: ["job_id"],
};

export const executeStatement: Operation = {
  ...workspaceJson,
  id: "statementExecution.executeStatement",
  method: "POST",
  path: "/api/2.0/sql/statements",
  risk: "destructive",
  body: { kind: "fields", fields: ["statement", "warehouse_id"] },
};

export const updateTable: Operation = {
  ...workspaceJson,
  id: "tables.update",
  method: "PATCH",
  path: "/api/2.1/unity-catalog/tables/{full_name}",
  risk: "write",
  parameters: [{ name: "full_name", in: "path", required: true, style: "segment" }],
  body: { kind: "fields", fields: ["owner"] },
};

export const download: Operation = {
  ...workspaceJson,
  id: "files.download",
  method: "GET",
  path: "/api/2.0/fs/files{file_path}",
  parameters: [{ name: "file_path", in: "path", required: true, style: "file" }],
  answer: { kind: "bytes", headers: { "content-length": "integer", "content-type": "string" } },
};

export const upload: Operation = {
  ...workspaceJson,
  id: "files.upload",
  method: "PUT",
  path: "/api/2.0/fs/files{file_path}",
  risk: "write",
  parameters: [
    { name: "file_path", in: "path", required: true, style: "file" },
    { name: "overwrite", in: "query", type: "boolean" },
  ],
  body: { kind: "bytes", argument: "contents" },
  answer: { kind: "none" },
};

export const fileMetadata: Operation = {
  ...workspaceJson,
  id: "files.getMetadata",
  method: "HEAD",
  path: "/api/2.0/fs/files{file_path}",
  parameters: [{ name: "file_path", in: "path", required: true, style: "file" }],
  answer: { kind: "none", headers: { "content-length": "integer", "last-modified": "string" } },
};

export const listGroups: Operation = {
  ...workspaceJson,
  id: "accountGroups.list",
  method: "GET",
  path: "/api/2.0/accounts/{account_id}/scim/v2/Groups",
  scope: "account",
  parameters: [{ name: "account_id", in: "path", required: true, style: "account" }],
};
