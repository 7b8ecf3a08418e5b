/** The most characters of a text. */
const mostShown = 1_000;

/** Arguments as a person can look over them: of bytes only how many, of a long text its beginning. */
export function argumentsInShort(args: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(args).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? `${value.length} bytes` : value,
  ]);
  const text = JSON.stringify(Object.fromEntries(shown));
  return text.length > mostShown ? `${text.slice(0, mostShown)}… (${text.length} characters)` : text;
}
