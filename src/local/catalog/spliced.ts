/** What stands in place of a part of a text. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text with parts of it replaced, given in their order. */
export function spliced(source: string, replacements: readonly Replacement[]): string {
  let text = "";
  let copied = 0;
  for (const { start, end, text: other } of replacements) {
    text += source.slice(copied, start) + other;
    copied = end;
  }
  return text + source.slice(copied);
}
