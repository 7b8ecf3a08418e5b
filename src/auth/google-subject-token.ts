import { readFile } from "node:fs/promises";
import { AuthError } from "../errors/auth-error.ts";
import type { Asking } from "./google-tokens.ts";
import { type Fields, requestText } from "./json-request.ts";
import type { World } from "./world.ts";

/** `credential_source` of a credentials file, as far as it is supported. */
interface Source {
  readonly file?: unknown;
  readonly url?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without it the whole text is the token. */
  readonly format?: { readonly type?: unknown; readonly subject_token_field_name?: unknown };
}

/**
 * The token with which an identity outside of Google shows who it is; read anew each time, since somebody keeps it fresh.
 *
 * @param source `credential_source` of the credentials file
 * @throws AuthError
 */
export async function subjectToken(world: World, source: unknown, asking: Asking): Promise<string> {
  const { file, url, headers = {}, format = {} }: Source = typeof source === "object" ? { ...source } : {};
  if (typeof file === "string") return tokenIn(await textOf(file, asking), format, `the file ${file}`, asking);
  if (typeof url !== "string") {
    const problem = "the credentials file names neither a file nor a URL as the source of its token";
    throw new AuthError(asking.authType, problem, asking);
  }
  const answer = await requestText(world, { ...asking, method: "GET", url, headers, secrets: Object.values(headers) });
  return tokenIn(answer, format, url.replace(/[?#].*/, ""), asking);
}

async function textOf(path: string, { authType, hint }: Asking): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new AuthError(authType, `the file ${path} cannot be read`, { hint, cause });
  }
}

function tokenIn(text: string, format: Source["format"] & object, place: string, asking: Asking): string {
  const token = format.type === "json" ? fieldIn(text, String(format.subject_token_field_name)) : text.trim();
  if (typeof token === "string" && token) return token;
  throw new AuthError(asking.authType, `${place} holds no token`, asking);
}

function fieldIn(text: string, name: string): unknown {
  try {
    const fields: Fields = JSON.parse(text);
    return fields[name];
  } catch {
    return undefined;
  }
}
