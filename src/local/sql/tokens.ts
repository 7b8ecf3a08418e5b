/** A piece of SQL text. */
export interface Token {
  /**
   * `word`: a name or keyword; `name`: a name in backticks; `string`: a literal in quotes; `parameter`: `:name`;
   * `space`: blanks and comments; all else is `symbol`.
   */
  readonly kind: "word" | "name" | "string" | "number" | "parameter" | "space" | "symbol";
  /** As it stands in the statement. */
  readonly text: string;
  /** What a name, string or parameter means, without quotes and escapes; other tokens as they stand. */
  readonly value: string;
  /** Offset in the statement. */
  readonly start: number;
}

const pattern =
  /(\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|([rR](?:'[^']*'|"[^"]*"))|('(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*")|(`(?:[^`]|``)*`)|((?<![\w`)\]:]):[A-Za-z_]\w*)|((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:BD|[LSYDF])?(?![A-Za-z_]))|([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|(<=>|==|<>|!=|<=|>=|\|\||::|=>|->|[\s\S])/gy;

/** What the groups of the pattern find, in their order; the second is a literal without escapes, `r'…'`. */
const kinds = ["space", "string", "string", "name", "parameter", "number", "word", "symbol"] as const;
const rawGroup = 2;

/** Cuts Databricks' SQL into tokens; their texts joined are the statement. */
export function tokenize(sql: string): Token[] {
  return Array.from(sql.matchAll(pattern), (match) => {
    const text = match[0];
    const group = match.indexOf(text, 1);
    const kind = kinds[group - 1] ?? "symbol";
    const value = group === rawGroup ? text.slice(2, -1) : meaningOf(kind, text);
    return { kind, text, value, start: match.index };
  });
}

function meaningOf(kind: string, text: string): string {
  if (kind === "name") return text.slice(1, -1).replaceAll("``", "`");
  if (kind === "parameter") return text.slice(1);
  return kind === "string" ? unescaped(text) : text;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", 0: "\0", Z: "\x1a" };

/** `\%` and `\_` keep their backslash: they are for LIKE. */
function unescaped(text: string): string {
  const quote = text.charAt(0);
  return text
    .slice(1, -1)
    .replace(/\\(?:u([0-9A-Fa-f]{4})|([\s\S]))|''|""/g, (found, code: string | undefined, char: string | undefined) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      if (char === undefined) return found.startsWith(quote) ? quote : found;
      return char === "%" || char === "_" ? found : (escapes[char] ?? char);
    });
}
