import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { redactor } from "../../errors/redact.ts";
import { type Fields, isFields } from "./document.ts";

const secretName = /token|secret|key|password|credential|authorization|bearer/i;

/**
 * A unified diff of a configuration, in which secrets of other servers do not show.
 *
 * @param fields what the text before holds
 */
export function maskedDiff(path: string, before: string, after: string, fields: Fields): string {
  const patch = createTwoFilesPatch(path, path, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return redactor(secretsIn(fields))(patch);
}

/** Values of environment variables and headers, of fields with a telling name, and of such options. */
function secretsIn(value: unknown, secret = false): string[] {
  if (typeof value === "string") return secret && value.length > 3 ? [value] : [];
  if (Array.isArray(value))
    return value.flatMap((each, index) => secretsIn(each, secret || followsSecretOption(value, index)));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    secretsIn(each, secret || /^(env|headers|http_headers)$/.test(key) || (secretName.test(key) && !isFields(each))),
  );
}

/** `--api-key`, `<value>` and `--api-key=<value>`. */
function followsSecretOption(list: readonly unknown[], index: number): boolean {
  const [own, previous] = [String(list[index]), String(list[index - 1] ?? "")];
  return own.startsWith("-")
    ? own.includes("=") && secretName.test(own)
    : previous.startsWith("-") && secretName.test(previous);
}
