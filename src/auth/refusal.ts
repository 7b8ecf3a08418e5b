/** The most of an unknown answer that is told, in characters. */
const maxText = 300;

/**
 * What a token endpoint says when it gives no token: OAuth's `error` and `error_description`, Databricks' `errorCode`
 * and `errorSummary` or `message`, Azure's `error.message`, or the start of the text.
 */
export function refusalOf(response: Response, text: string): string {
  const { status } = response;
  const location = response.headers.get("location");
  if (status >= 300 && status < 400) return `${status}: redirects${location ? ` to ${withoutQuery(location)}` : ""}`;
  const fields = objectIn(text);
  const nested = objectIn(JSON.stringify(fields?.error));
  const code = asText(fields?.errorCode) ?? asText(fields?.error) ?? asText(fields?.error_code) ?? asText(nested?.code);
  const summary = asText(fields?.errorSummary) ?? asText(fields?.error_description) ?? asText(fields?.message);
  const reason = summary ?? asText(nested?.message) ?? (code ? "" : text.trim().slice(0, maxText));
  const uri = asText(fields?.error_uri);
  return [`${status}`, code, withoutTrace(reason)].filter(Boolean).join(": ") + (uri ? ` (see ${uri})` : "");
}

/** Microsoft Entra ID appends ids that only its support can use. */
function withoutTrace(reason: string): string {
  return reason.replace(/\.?\s+Trace ID.*$/s, "");
}

function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, "").slice(0, maxText);
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" && value ? value.slice(0, 4 * maxText) : undefined;
}

function objectIn(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
