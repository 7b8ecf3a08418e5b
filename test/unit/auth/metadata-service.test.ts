import { expect, it } from "vitest";
import { configure } from "../../../src/auth/metadata-service.ts";
import { faultServer } from "../../faults/fault-server.ts";
import { start, world } from "./fixtures.ts";
import { serveRoutes } from "./routes.ts";

it.each([start + 3_600, String(start + 3_600)])(
  "asks the local server for a token that expires on %j",
  async (expires_on) => {
    const answers = [1, 2].map((n) => ({ body: { access_token: `t${n}`, token_type: "Bearer", expires_on } }));
    const server = await serveRoutes({ "GET /s3ss10n": answers });
    const parts = world();
    const metadataServiceUrl = `${server.host}/s3ss10n`;
    const credentials = await configure({ host: "https://h", metadataServiceUrl }, parts);
    expect(await credentials.headers()).toEqual({ Authorization: "Bearer t1" });
    expect(server.seen[0]?.headers).toMatchObject({
      "x-databricks-metadata-version": "1",
      "x-databricks-host": "https://h",
    });
    await parts.clock.sleep(3_600_000);
    expect(await credentials.headers()).toEqual({ Authorization: "Bearer t2" });
    expect(credentials.secrets()).toEqual([metadataServiceUrl, "t2", "t1"]);
  },
);

it.each(["http://10.0.0.1/s3ss10n", "https://localhost.evil.example/s3ss10n", "s3ss10n"])(
  "case 57: refuses %s",
  async (metadataServiceUrl) => {
    const credentials = configure({ host: "https://h", metadataServiceUrl }, world());
    await expect(credentials).rejects.toThrow(
      "metadata-service: DATABRICKS_METADATA_SERVICE_URL is not a URL on localhost",
    );
    await expect(credentials).rejects.not.toThrow("s3ss10n");
  },
);

it("says at once when nobody is there, or the host is another", async () => {
  const parts = world();
  const server = await serveRoutes({ "GET /s": { status: 404, body: "wrong host" } });
  const gone = await faultServer();
  const { host } = gone;
  await gone.stop();
  const ask = async (url: string) => (await configure({ host: "https://h", metadataServiceUrl: url }, parts)).headers();
  await expect(ask(`${host}/s`)).rejects.toThrow("ECONNREFUSED");
  await expect(ask(`${server.host}/s`)).rejects.toThrow("404: wrong host. Start or sign in to the program");
  expect(parts.clock.waits).toEqual([]);
});
