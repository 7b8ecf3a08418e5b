import { expect, it } from "vitest";
import { callerFor } from "./caller-for.ts";
import { answer, faultServer } from "./fault-server.ts";
import { executeStatement, getJob } from "./operations.ts";

it("a redirect on the same host is followed for GET, token included", async () => {
  const server = await faultServer(
    answer(302, "", { location: "/api/2.2/jobs/get?job_id=2" }),
    answer(200, { ok: true }),
  );
  expect(await callerFor(server.host).call(getJob, { job_id: 1 })).toEqual({ ok: true });
  expect(server.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ["/api/2.2/jobs/get?job_id=1", "Bearer t0ken"],
    ["/api/2.2/jobs/get?job_id=2", "Bearer t0ken"],
  ]);
});

it("a redirect to another host is an error, and the token stays here", async () => {
  const elsewhere = await faultServer(answer(200, {}));
  const server = await faultServer(answer(307, "", { location: `${elsewhere.host}/x?code=1` }));
  const call = callerFor(server.host).call(getJob, {});
  await expect(call).rejects.toThrow(`307 UNEXPECTED_ANSWER: redirects to ${elsewhere.host}/x.`);
  expect(elsewhere.requests).toEqual([]);
});

it("a redirect of a POST is an error", async () => {
  const server = await faultServer(answer(307, "", { location: "/elsewhere" }));
  await expect(callerFor(server.host).call(executeStatement, {})).rejects.toMatchObject({ status: 307 });
  expect(server.requests).toHaveLength(1);
});

it("a redirect in a circle is an error", async () => {
  const server = await faultServer(answer(302, "", { location: "/api/2.2/jobs/get" }));
  await expect(callerFor(server.host).call(getJob, {})).rejects.toMatchObject({ status: 302 });
  expect(server.requests).toHaveLength(6);
});

it("case 36: a redirect to the login page of a private network is a refused permission", async () => {
  const server = await faultServer(answer(302, "", { location: "/login.html?error=private-link-validation-error" }));
  await expect(callerFor(server.host).call(executeStatement, {})).rejects.toMatchObject({
    name: "PermissionDeniedError",
    status: 403,
    errorCode: "PRIVATE_LINK_VALIDATION_ERROR",
    reason: expect.stringContaining("AWS PrivateLink"),
  });
});

it("case 36: so is that login page with status 200, where a fetch of the caller followed the redirect", async () => {
  const server = await faultServer(
    answer(302, "", { location: "/login.html?error=private-link-validation-error:1" }),
    answer(200, "<html>sign in</html>"),
  );
  const call = callerFor(server.host, {}, { fetch: (request) => fetch(request, { redirect: "follow" }) }).call(
    getJob,
    {},
  );
  await expect(call).rejects.toMatchObject({ name: "PermissionDeniedError", status: 403 });
});
