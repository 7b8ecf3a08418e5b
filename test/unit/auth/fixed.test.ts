import { expect, it } from "vitest";
import { configure as basic } from "../../../src/auth/basic.ts";
import { bearerCredentials } from "../../../src/auth/bearer.ts";
import { configure as pat } from "../../../src/auth/pat.ts";
import { jwt, start, world } from "./fixtures.ts";

const host = "https://h";

it("pat sends its token, and cannot renew it", async () => {
  const credentials = await pat({ host, token: "dapi1" }, world());
  expect(await credentials.headers()).toEqual({ Authorization: "Bearer dapi1" });
  expect(await credentials.renew()).toBe(false);
  expect(credentials.secrets()).toEqual(["dapi1"]);
  expect(JSON.stringify(credentials)).not.toContain("dapi1");
});

it("pat refuses a token that tells it expired, before the first call", async () => {
  const token = jwt({ exp: start - 1 });
  const credentials = pat({ host, token, profile: "p" }, world());
  await expect(credentials).rejects.toThrow(
    "pat: the token expired at 2026-05-31T23:59:59.000Z. Make a new token in the workspace and put it into the profile p, or run `databricks auth login --profile p`.",
  );
  await expect(credentials).rejects.not.toThrow(token);
});

it.each([jwt({ exp: start + 60 }), jwt({}), "eyJ.not.a-jwt", "eyJhbGciOiJub25lIn0"])("pat takes %s", async (token) => {
  expect(await (await pat({ host, token }, world())).headers()).toEqual({ Authorization: `Bearer ${token}` });
});

it("basic sends name and password", async () => {
  const credentials = await basic({ host, username: "me", password: "pä:ss" });
  expect(await credentials.headers()).toEqual({ Authorization: "Basic bWU6cMOkOnNz" });
  expect(credentials.secrets()).toEqual(["pä:ss", "bWU6cMOkOnNz"]);
});

it("bearer sends the token of one request", async () => {
  expect(await bearerCredentials("t").headers()).toEqual({ Authorization: "Bearer t" });
  expect(bearerCredentials("t").authType).toBe("bearer");
});

it.each(["", "a b", "a\n"])("bearer refuses %j", (token) => {
  expect(() => bearerCredentials(token)).toThrow("bearer: the token holds a space");
});
