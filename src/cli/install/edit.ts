import { isDeepStrictEqual } from "node:util";
import type { Client, Format } from "./clients.ts";
import { type Editor, type Fields, isFields, SyntaxProblem } from "./document.ts";
import { InstallError } from "./install-error.ts";
import { isOurs } from "./server-entry.ts";

/** What is to become of one server in a client's configuration. */
export interface Change {
  readonly client: Pick<Client, "format" | "key">;
  /** Name of the file, for errors. */
  readonly path: string;
  /** Name of the server. */
  readonly name: string;
  /** Absent to take it out. */
  readonly entry?: Fields;
}

/**
 * Edits a configuration. Fields that the person added to our entry stay, and so does everything else.
 *
 * @param text what the file holds; empty when there is none
 * @returns the same text when nothing is to change
 * @throws InstallError for a broken or unexpected file, or when another server has the name
 */
export async function edited(text: string, change: Change): Promise<string> {
  const { client, path, name, entry } = change;
  const editor = await editorOf(client.format);
  const body = text.replace(/^\uFEFF/, "");
  const before = parsed(editor, body, path);
  const servers = before[client.key] ?? {};
  if (!isFields(servers)) throw unexpected(path, client.key);
  const present = Object.hasOwn(servers, name) ? servers[name] : undefined;
  if (present !== undefined && !isOurs(present)) throw taken(path, name, entry === undefined);
  const wanted = entry && merged(present, entry);
  if (isDeepStrictEqual(present, wanted)) return text;
  const next = wanted ? editor.set(body, client.key, name, wanted) : editor.remove(body, client.key, name);
  checkRest(before, parsed(editor, next, path), { ...change, ...(wanted && { entry: wanted }) });
  return text.slice(0, text.length - body.length) + next;
}

/** What a configuration holds. @throws SyntaxProblem */
export async function readFields(text: string, format: Format): Promise<Fields> {
  return (await editorOf(format)).parse(text.replace(/^\uFEFF/, ""));
}

/** The editors bring parsers that only one of them needs. */
async function editorOf(format: Format): Promise<Editor> {
  if (format === "toml") return (await import("./edit-toml.ts")).tomlEditor;
  return (await import("./edit-json.ts")).jsonEditor(format === "jsonc");
}

function parsed(editor: Editor, text: string, path: string): Fields {
  try {
    return editor.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    throw new InstallError(
      `${path}:${error.line}:${error.column}: ${error.message}`,
      "Correct the file there; it was left as it is.",
    );
  }
}

function merged(present: unknown, entry: Fields): Fields {
  if (!isFields(present)) return entry;
  const env = isFields(present.env) && isFields(entry.env) ? { env: { ...present.env, ...entry.env } } : {};
  return { ...present, ...entry, ...env };
}

/** An edit that would touch anything else is not written, whatever the reason. */
function checkRest(before: Fields, after: Fields, { client: { key }, path, name, entry }: Change): void {
  const rest = (fields: Fields): Fields => {
    const { [key]: servers, ...others } = fields;
    const { [name]: _, ...siblings } = isFields(servers) ? servers : {};
    return { ...others, [key]: siblings };
  };
  const servers = after[key];
  const result = isFields(servers) && Object.hasOwn(servers, name) ? servers[name] : undefined;
  // Parsers give their objects classes of their own.
  if (isDeepStrictEqual(plain(rest(before)), plain(rest(after))) && isDeepStrictEqual(plain(result), plain(entry)))
    return;
  throw new InstallError(
    `${path} cannot be edited without changing more than ${key}.${name}`,
    "Add the entry by hand.",
  );
}

function plain(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}

function unexpected(path: string, key: string): InstallError {
  return new InstallError(`${path}: "${key}" is not an object`, "Correct the file; it was left as it is.");
}

function taken(path: string, name: string, removing: boolean): InstallError {
  const hint = removing ? "Nothing was removed." : "Choose another name with --name, or remove that one first.";
  return new InstallError(`${path}: the server "${name}" there is a different one`, hint);
}
