import { request } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it, onTestFinished } from "vitest";
import { LocalError } from "../../src/local/local-error.ts";
import { type Presigned, Storage } from "../../src/local/storage.ts";

const hour = 3_600_000;

function startStorage(): Storage {
  const storage = new Storage();
  onTestFinished(() => storage.close());
  return storage;
}

function presign(storage: Storage, validMs: number, handle?: Presigned["handle"]): Promise<string> {
  const answer: Presigned["handle"] = (_, response) => void response.end("content");
  return storage.presign({ method: "GET", expiresAt: Date.now() + validMs, handle: handle ?? answer });
}

function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}

async function ask(url: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url, init);
  return `${response.status} ${(await response.text()).replaceAll(/<[^>]+>/g, " ").trim()}`;
}

describe("object storage", () => {
  it("answers for each URL as S3 does", async () => {
    const storage = startStorage();
    const [valid, expired] = [await presign(storage, hour), await presign(storage, -1)];
    expect(await ask(valid)).toBe("200 content");
    expect(await ask(valid, { headers: { authorization: "Bearer x" } })).toMatch(/^400 InvalidArgument/);
    expect(await ask(valid, { method: "PUT", body: "x" })).toMatch(/^404 NoSuchKey/);
    expect(await ask(expired)).toBe("403 AccessDenied  Request has expired");
    expect(await ask(valid.replace(/Signature=.{8}/, "Signature=00000000"))).toMatch(/^404 NoSuchKey/);
    expect(await ask(expired.replace(/Expires=\d+/, "Expires=9999999999999"))).toMatch(/^404 NoSuchKey/);
  });

  it("forgets what an expired URL was for, and still knows that it has expired", async () => {
    const storage = startStorage();
    const collected = new Set<string>();
    const registry = new FinalizationRegistry((name: string) => collected.add(name));
    const watched = (name: string, validMs: number): Promise<string> => {
      const handle: Presigned["handle"] = (_, response) => void response.end(name);
      registry.register(handle, name);
      return presign(storage, validMs, handle);
    };
    const expired = await watched("expired", -1);
    const valid = await watched("valid", hour);
    const collect = garbageCollector();
    await expect
      .poll(() => {
        collect();
        return [...collected];
      })
      .toEqual(["expired"]);
    expect([await ask(expired), await ask(valid)]).toEqual(["403 AccessDenied  Request has expired", "200 valid"]);
  });

  it("tells what is wrong with a request in XML", async () => {
    const storage = startStorage();
    const refused = await presign(storage, hour, () => {
      throw new LocalError(416, "OUT_OF_RANGE", "<5 & more>");
    });
    const broken = await presign(storage, hour, () => {
      throw new Error("secret");
    });
    const response = await fetch(refused);
    expect([response.status, await response.text()]).toEqual([
      416,
      "<Error><Code>OUT_OF_RANGE</Code><Message>&lt;5 &amp; more&gt;</Message></Error>",
    ]);
    expect(await ask(broken)).toBe("500 InternalError  The request failed.");
  });

  it("survives a request for no path", async () => {
    const storage = startStorage();
    const url = new URL(await presign(storage, hour));
    const status = await new Promise((resolve) =>
      request({ hostname: url.hostname, port: url.port, path: "//" }, ({ statusCode }) => resolve(statusCode)).end(),
    );
    expect(status).toBe(404);
  });
});
