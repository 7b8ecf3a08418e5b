/** Stands where a secret was. */
const hidden = "**REDACTED**";

/** JSON keys whose values are secret: the union of what the official SDKs hide, and credentials of every kind. */
const secretKeys: ReadonlySet<string> = new Set([
  ...["string_value", "bytes_value", "token_value", "value", "content", "http_headers", "external_link", "credential"],
  ...["access_token", "refresh_token", "id_token", "session_token", "token", "password", "secret", "client_secret"],
  ...["assertion", "subject_token"],
]);

const secretHeaders: ReadonlySet<string> = new Set([
  ...["authorization", "proxy-authorization", "cookie", "set-cookie", "x-amz-security-token"],
  ...["x-databricks-azure-sp-management-token", "x-databricks-gcp-sa-access-token"],
]);

/** Query parameters that let whoever knows the URL in: signatures of S3, Azure and Google storage, OAuth's codes and tokens. */
const secretParameter =
  /^(?:x-(?:amz|goog)-.*|sig|signature|code|token|(?:access|refresh|id|session)_token|(?:client_)?secret|password|assertion|upload_id)$/i;

/** `"key": "value"`, where `quote` is the (regular expression of the) quote; the value may be cut off. */
function secretField(quote: string): RegExp {
  const string = String.raw`${quote}(?:(?!${quote})(?:\\.|[^\\]))*(?:${quote}|$)`;
  const value = String.raw`(?:${string}|\{[^{}]*\}|\[[^[\]]*\])`;
  return new RegExp(String.raw`(${quote})(${[...secretKeys].join("|")})${quote}(\s*:\s*)${value}`, "gis");
}

const patterns: readonly [RegExp, string][] = [
  ...[`"`, `'`, String.raw`\\"`].map((quote): [RegExp, string] => [secretField(quote), `$1$2$1$3$1${hidden}$1`]),
  [
    new RegExp(
      String.raw`\b(${[...secretHeaders].join("|")})(["']?\s*[:=]\s*["']?)(?:(?:Bearer|Basic)\s+)?[^\s"',;]+`,
      "gi",
    ),
    `$1$2${hidden}`,
  ],
  [/\b(Bearer|Basic)\s+(?=[\w.~+/-]*\d)[\w.~+/-]{8,}=*/g, `$1 ${hidden}`],
  [/\b(?:dapi|dose)[0-9a-f]{32}(?:-\d+)?\b/g, hidden],
  // Also where one URL is a parameter of another.
  [
    /((?:\b|%3f|%26)(?:x-(?:amz|goog)-(?:signature|credential|security-token)|sig|signature)(?:=|%3d))[^\s"'<>&]+/gi,
    `$1${hidden}`,
  ],
];

/** Takes the secrets out of a text. */
export type Redact = (text: string) => string;

/**
 * Makes a function that hides, in any text: the given secrets however URLs, JSON and JavaScript spell them, values of
 * secret keys in JSON, secret headers, Databricks tokens, passwords in URLs and queries of pre-signed URLs.
 *
 * @param secrets the literal values in use, such as the token; a function when they change
 */
export function redactor(secrets: readonly string[] | (() => readonly string[])): Redact {
  let literal = { secrets: "", pattern: anyOf([]) };
  return (text) => {
    const inUse = typeof secrets === "function" ? secrets() : secrets;
    const key = JSON.stringify(inUse);
    if (key !== literal.secrets) literal = { secrets: key, pattern: anyOf(inUse) };
    const known = text.replace(literal.pattern, hidden);
    const urls = known.replace(/\bhttps?:\/\/[^\s"'<>]+/gi, hideInUrl);
    return patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), urls);
  };
}

/** A shorter secret, in characters, is part of many words, so that it is hidden only where it is no part of one. */
const shortest = 4;
const letter = String.raw`[\w\u00c0-\uffff]`;

/** Longer ones first, since one secret may be the beginning of another. */
function anyOf(secrets: readonly string[]): RegExp {
  const given = secrets.filter(Boolean).sort((a, b) => b.length - a.length);
  const spellings = given.map((secret) => {
    const spelling = Array.from(secret.toWellFormed(), spellingsOf).join("");
    return secret.length < shortest ? `(?<!${letter}|${letter}['-])${spelling}(?!${letter}|['-]${letter})` : spelling;
  });
  return spellings.length > 0 ? new RegExp(spellings.join("|"), "g") : /(?!)/g;
}

/** As it is, percent-encoded, behind backslashes, or as an escape of JSON. */
function spellingsOf(character: string): string {
  if (/^\w$/.test(character)) return character;
  const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, "0"));
  const percent = bytes.map((byte) => `%(?:${byte}|${byte.toUpperCase()})`).join("");
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at).toString(16));
  const escaped = units.map((unit) => String.raw`\\u${unit.padStart(4, "0")}`).join("");
  const literal = /[!-~]/.test(character) ? `\\${character}` : character;
  return String.raw`(?:\\*${literal}|${percent}|${escaped})`;
}

/** A signed URL works for whoever has it, so that all of its query goes. */
function hideInUrl(url: string): string {
  const plain = url.replace(/^(https?:\/\/)[^/?#@]+@/i, `$1${hidden}@`);
  const [address = "", query] = plain.split(/\?(.*)/s, 2);
  const names = query?.split(/[&;#]/).map((pair) => pair.replace(/=.*/s, "")) ?? [];
  return names.some((name) => secretParameter.test(name)) ? `${address}?${hidden}` : plain;
}

/** A copy of JSON data without secrets: values of secret keys are hidden whole, other texts go through `redact`. */
export function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((each) => redactValue(each, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      redact(key),
      secretKeys.has(key.toLowerCase()) ? hidden : redactValue(each, redact),
    ]),
  );
}

/** Header fields without secrets, by name in lower case. */
export function redactHeaders(headers: Iterable<[string, string]>, redact: Redact): Record<string, string> {
  return Object.fromEntries(
    Array.from(headers, ([name, value]) => [
      name.toLowerCase(),
      secretHeaders.has(name.toLowerCase()) ? hidden : redact(value),
    ]),
  );
}
