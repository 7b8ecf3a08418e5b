import { escaped } from "../escaped.ts";

/** Whether a name is like a pattern of the APIs: `%` stands for any text, `_` for one letter. None fits all. */
export function matchesLike(name: string, pattern: string | undefined): boolean {
  if (!pattern) return true;
  const source = [...pattern].map((char) => (char === "%" ? ".*" : char === "_" ? "." : escaped(char))).join("");
  return new RegExp(`^${source}$`, "i").test(name);
}

/** Whether a name is like a pattern of SHOW: `*` stands for any text, `|` separates choices. None fits all. */
export function matchesShow(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  const source = pattern.split("|").map((choice) => choice.trim().split("*").map(escaped).join(".*"));
  return new RegExp(`^(?:${source.join("|")})$`, "i").test(name);
}
