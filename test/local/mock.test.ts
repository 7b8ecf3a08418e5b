import { once } from "node:events";
import { createServer, request } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { listen, shut } from "../../src/local/listen.ts";
import { Mocks, startPrism } from "../../src/local/mock.ts";
import { refuse } from "../../src/local/send-answer.ts";
import { checkedWorkspace, send } from "./checked-workspace.ts";

const notFound = new Error("Cannot find package '@stoplight/prism-core' imported from /far/away.js");
const absent = () => Promise.reject(Object.assign(notFound, { code: "ERR_MODULE_NOT_FOUND" }));

describe("operations without state", () => {
  const path = "/api/2.0/lakeview/dashboards";

  it("are answered from the specs, body and all, and marked", async () => {
    const local = await checkedWorkspace();
    for (const type of ["application/json", "text/plain"]) {
      const headers = { "content-type": type };
      const answer = await send(local, "POST", path, { display_name: "Sales" }, headers);
      expect([answer.status, answer.headers.get("x-databricks-local")]).toEqual([200, "mock"]);
      expect(answer.body).toHaveProperty("dashboard_id");
    }
  });

  it("take a body of which nobody told the length, after leave to send it", async () => {
    const { host, token } = await checkedWorkspace();
    const headers = { authorization: `Bearer ${token}`, expect: "100-continue" };
    const outgoing = request(host + path, { method: "POST", headers });
    outgoing.flushHeaders();
    await once(outgoing, "continue");
    outgoing.end(JSON.stringify({ display_name: "Sales" }));
    const [response] = await once(outgoing, "response");
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  it("refuse what the specs do not take, in the words of Databricks", async () => {
    const local = await checkedWorkspace();
    const { status, body } = await send(local, "GET", `${path}?page_size=many`);
    expect([status, body.error_code, body.message]).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
      "query.page_size: Request query parameter page_size must be integer",
    ]);
  });

  it("tell the command that installs Prism when it is absent", async () => {
    await expect(startPrism(["dashboards"], { load: absent })).rejects.toMatchObject({
      status: 501,
      errorCode: "NOT_IMPLEMENTED",
      message: expect.stringMatching(
        /npm install @stoplight\/prism-core @stoplight\/prism-http @stoplight\/prism-http-server$/,
      ),
    });
  });

  it("are tried again when Prism could not start", async () => {
    let attempts = 0;
    const mocks = new Mocks(() => {
      attempts += 1;
      return absent();
    });
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "", "http://127.0.0.1");
      mocks.answer("dashboards", request, url, AbortSignal.timeout(60_000)).catch((error) => refuse(response, error));
    });
    onTestFinished(() => shut(server));
    const host = await listen(server, 0);
    const statuses = [(await fetch(host)).status, (await fetch(host)).status];
    expect([statuses, attempts]).toEqual([[501, 501], 2]);
  });
});
