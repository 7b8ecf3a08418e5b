import { expect, it } from "vitest";
import { callerFor } from "./caller-for.ts";
import { answer, faultServer } from "./fault-server.ts";
import { download, fileMetadata, getJob } from "./operations.ts";

it("an answer keeps every digit", async () => {
  const server = await faultServer(answer(200, '{"job_id":9223372036854775807,"run_id":7}'));
  expect(await callerFor(server.host).call(getJob, {})).toEqual({ job_id: "9223372036854775807", run_id: 7 });
});

it.each([200, 204])("an answer without a body is empty (%i)", async (status) => {
  const server = await faultServer(answer(status));
  expect(await callerFor(server.host).call(getJob, {})).toEqual({});
});

it("an answer of bytes has them as contents, beside its header fields", async () => {
  const server = await faultServer(
    answer(200, new Uint8Array([0, 255]), { "content-type": "image/png", "content-length": "2" }),
  );
  expect(await callerFor(server.host).call<object>(download, { file_path: "/x" })).toEqual({
    contents: Buffer.from([0, 255]),
    "content-type": "image/png",
    "content-length": 2,
  });
  expect(server.requests[0]?.headers.accept).toBe("application/octet-stream");
});

it("an answer of text has it as contents", async () => {
  const server = await faultServer(answer(200, "metric 1\n"));
  const text = { ...download, answer: { kind: "text" } } as const;
  expect(await callerFor(server.host).call(text, { file_path: "/x" })).toEqual({ contents: "metric 1\n" });
});

it("an answer to HEAD has its header fields only", async () => {
  const server = await faultServer(answer(200, "", { "content-length": "9007199254740993", etag: "e" }));
  expect(await callerFor(server.host).call(fileMetadata, { file_path: "/x" })).toEqual({
    "content-length": "9007199254740993",
  });
});

it.each([
  [
    "a web page",
    "<!DOCTYPE html><title>Sign in</title>",
    'GET /api/2.2/jobs/get: 200 UNEXPECTED_ANSWER: answered a web page where JSON was expected: "Sign in"',
  ],
  ["broken JSON", '{"a":', 'answered broken JSON: {"a":'],
])("an answer that is %s is an error", async (_, body, message) => {
  const server = await faultServer(answer(200, body));
  const call = callerFor(server.host).call(getJob, {});
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.toMatchObject({ name: "ApiError", status: 200, retryable: false });
  expect(server.requests).toHaveLength(1);
});

it("an answer with an error status to HEAD is an error by its status", async () => {
  const server = await faultServer(answer(404));
  const call = callerFor(server.host).call(fileMetadata, { file_path: "/x" });
  await expect(call).rejects.toMatchObject({
    name: "NotFoundError",
    reason: "Not Found",
    path: "/api/2.0/fs/files{file_path}",
  });
});

it("an answer that repeats the token never shows it", async () => {
  const server = await faultServer(answer(400, { message: "invalid: Bearer t0ken" }));
  const error = await callerFor(server.host)
    .call(getJob, {})
    .catch((caught: Error) => caught);
  expect(error).toBeInstanceOf(Error);
  expect(`${error} ${JSON.stringify(error)}`).not.toContain("t0ken");
});
