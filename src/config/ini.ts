import { ConfigError } from "../errors/config-error.ts";

/** Sections of a file, and their keys and values. */
export type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads the INI of `.databrickscfg` as Databricks' Go SDK does: `key = value` or `key: value`; a `#` or `;` starts a
 * comment at the start of a line and after a space, since passwords may hold it; a section's name may hold dots; keys
 * before any section belong to `DEFAULT`; a value may stand in quotes. The `ini` package nests sections at dots, cuts
 * values at any `#`, and takes a broken line for a flag, so it would misread profiles.
 *
 * @param path for errors
 * @throws ConfigError naming the line, but not showing it
 */
export function parseIni(text: string, path: string): Sections {
  const sections = new Map<string, Map<string, string>>();
  let section = "DEFAULT";
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const content = line.replace(/(^|\s)[#;].*$/, "").trim();
    const header = content.match(/^\[(.*)\]$/)?.[1];
    const [, key, value = ""] = content.match(/^([^=:]+?)\s*[=:]\s*(.*)$/) ?? [];
    if (header !== undefined) section = header.trim();
    else if (key !== undefined) set(sections, section, key, unquoted(value));
    else if (content !== "") throw brokenLine(path, index + 1);
  }
  return sections;
}

function set(sections: Map<string, Map<string, string>>, section: string, key: string, value: string): void {
  const values = sections.get(section) ?? new Map<string, string>();
  sections.set(section, values.set(key, value));
}

function unquoted(value: string): string {
  return value.match(/^(["'])(.*)\1$/)?.[2] ?? value;
}

function brokenLine(path: string, line: number): ConfigError {
  return new ConfigError(
    `line ${line} of the profile file ${path} is neither a [section], a key = value, nor a comment`,
    "Correct the line.",
  );
}
