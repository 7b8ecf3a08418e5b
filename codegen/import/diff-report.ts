import { toolName } from "../plan/tool-name.ts";
import { type Change, greatest, type Release } from "./diff-changes.ts";

const HEADINGS: readonly (readonly [Change["part"], string])[] = [
  ["operations", "Operations"],
  ["arguments", "Arguments"],
  ["fields", "Fields and values"],
  ["facts", "Other facts"],
];

const RELEASES: readonly Release[] = ["major", "minor", "patch"];

/** A summary for people. Its last line is `patch release`, `minor release` or `major release`. */
export function describeChanges(changes: readonly Change[]): string {
  const sections = HEADINGS.map(([part, heading]) =>
    section(heading, changes.filter((each) => each.part === part).map(describe)),
  );
  const release = greatest(changes.map((each) => each.release));
  const nothing = changes.length === 0 ? "No differences.\n\n" : "";
  return `${sections.join("")}${section("Tools", toolLines(changes))}${nothing}${release} release\n`;
}

const section = (heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : `${heading}\n${lines.map((line) => `  ${line}\n`).join("")}\n`;

/** Operations that a line names before it only counts. */
const NAMED = 5;

function describe({ part, subject, text, release, operations }: Change): string {
  const more = operations.length > NAMED ? ` and ${operations.length - NAMED} more` : "";
  const where = part === "fields" ? ` (${operations.slice(0, NAMED).join(", ")}${more})` : "";
  return `${release}  ${subject}: ${text}${where}`;
}

/** Every tool that changes once, under the greatest release that its changes ask for. */
function toolLines(changes: readonly Change[]): string[] {
  const releases = new Map<string, Release>();
  for (const { operations, release } of changes)
    for (const id of operations) releases.set(id, greatest([releases.get(id) ?? "patch", release]));
  const ids = [...releases.keys()].sort();
  return RELEASES.flatMap((release) =>
    ids.filter((id) => releases.get(id) === release).map((id) => `${release}  ${id} (${toolName(id)})`),
  );
}
