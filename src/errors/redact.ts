/** Stands where a secret was. */
const hidden = "**REDACTED**";

/** JSON keys whose values are secret: the union of what the official SDKs hide, and credentials of every kind. */
const secretKeys = [
  ...["string_value", "bytes_value", "token_value", "value", "content", "http_headers", "external_link", "credential"],
  ...["access_token", "refresh_token", "id_token", "token", "password", "secret", "client_secret"],
  ...["assertion", "subject_token"],
];

const secretHeaders = "authorization|x-databricks-azure-sp-management-token|x-databricks-gcp-sa-access-token";

/** `"key": "value"`, where `quote` is the (regular expression of the) quote; the value may be cut off. */
function secretField(quote: string): RegExp {
  const string = String.raw`${quote}(?:(?!${quote})(?:\\.|[^\\]))*(?:${quote}|$)`;
  const value = String.raw`(?:${string}|\{[^{}]*\}|\[[^[\]]*\])`;
  return new RegExp(String.raw`(${quote})(${secretKeys.join("|")})${quote}(\s*:\s*)${value}`, "gis");
}

const patterns: readonly [RegExp, string][] = [
  ...[`"`, `'`, String.raw`\\"`].map((quote): [RegExp, string] => [secretField(quote), `$1$2$1$3$1${hidden}$1`]),
  [
    new RegExp(String.raw`\b(${secretHeaders})(["']?\s*[:=]\s*["']?)(?:(?:Bearer|Basic)\s+)?[^\s"',;]+`, "gi"),
    `$1$2${hidden}`,
  ],
  [/\b(Bearer|Basic)\s+(?=[\w.~+/-]*\d)[\w.~+/-]{8,}=*/g, `$1 ${hidden}`],
  [/\b(?:dapi|dose)[0-9a-f]{32}(?:-\d+)?\b/g, hidden],
  [/(https?:\/\/[^\s"'<>?]+\?)[^\s"'<>]*(?:x-amz-|x-goog-|sig=|signature=)[^\s"'<>]*/gi, `$1${hidden}`],
];

/** Takes the secrets out of a text. */
export type Redact = (text: string) => string;

/**
 * Makes a function that hides, in any text: the given secrets literally, values of secret keys in JSON, secret
 * headers, Databricks tokens, and queries of pre-signed URLs.
 *
 * @param secrets the literal values in use, such as the token
 */
export function redactor(secrets: readonly string[]): Redact {
  return (text) => {
    const known = secrets.filter(Boolean).reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
    return patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), known);
  };
}

/** A copy of JSON data without secrets: values of secret keys are hidden whole, other texts go through `redact`. */
export function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((each) => redactValue(each, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      secretKeys.includes(key.toLowerCase()) ? hidden : redactValue(each, redact),
    ]),
  );
}
