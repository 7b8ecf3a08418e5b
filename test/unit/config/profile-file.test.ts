import { expect, it } from "vitest";
import { readProfile } from "../../../src/config/profile-file.ts";
import { file } from "../auth/fixtures.ts";

const text = "[DEFAULT]\nhost = d\n[my.team.dev]\nhost = m\n";
const settings = "[__settings__]\ndefault_profile =  my.team.dev \nauth_storage = plaintext\n";
const read = (content: string, profile?: string) =>
  readProfile({ configFile: file("cfg", content), profile, home: undefined });

it.each([
  ["case 46: a name with dots", text, "my.team.dev", "my.team.dev", "m"],
  ["the default of __settings__", text + settings, undefined, "my.team.dev", "m"],
  ["DEFAULT where nothing else is said", text, undefined, "DEFAULT", "d"],
  ["DEFAULT beside an empty default", `${text}[__settings__]\ndefault_profile =\n`, undefined, "DEFAULT", "d"],
])("%s", (_, content, asked, name, host) => {
  const profile = read(content, asked);
  expect(profile?.name).toBe(name);
  expect(profile?.values).toEqual(new Map([["host", host]]));
});

it("nothing, where there is no DEFAULT and nothing was asked for", () => {
  expect(read("[other]\nhost = o\n")).toBeUndefined();
  expect(readProfile({ configFile: undefined, profile: undefined, home: "/nonexistent" })).toBeUndefined();
});
