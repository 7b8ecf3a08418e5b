/** What stands for SQL NULL, as in the tables that agents read. */
const nullText = "\\N";

/** Characters that take two columns: East Asian Wide and Fullwidth ranges (Unicode TR11), and emoji. */
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Emoji}\ufe0f)/u;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return [...graphemes.segment(text)].reduce((width, { segment }) => width + widthOf(segment), 0);
}

function widthOf(grapheme: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}]+$/u.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/**
 * A cell as one line that cannot steer the terminal: NULL is `\N`, control characters and backslashes are escaped, so
 * that no two values look alike.
 */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return nullText;
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.replace(/[\p{Cc}\\\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, escaped);
}

const names: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\" };

function escaped(character: string): string {
  return names[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

/** How a table is laid out. */
export interface Layout {
  /** Columns of the terminal; wider cells are cut. Without it nothing is cut. */
  readonly width?: number | undefined;
  /** Which columns stand at the right, as numbers do. */
  readonly right?: readonly boolean[];
  /** Whether the last column goes on in the next lines instead of being cut. */
  readonly wrap?: boolean;
}

/** A table whose rows come bit by bit: the first ones decide how wide the columns are. */
export class TextTable {
  readonly #widths: readonly number[];
  readonly #right: readonly boolean[];
  readonly #cut: boolean;
  readonly #wrap: boolean;
  /** The names of the columns and the line under them. */
  readonly head: string;

  /** @param first rows to measure; write them with {@link row} like the others */
  constructor(
    columns: readonly string[],
    first: readonly (readonly unknown[])[],
    { width, right = [], wrap = false }: Layout = {},
  ) {
    const natural = columns.map((name, index) =>
      first.reduce((most, row) => Math.max(most, displayWidth(cellText(row[index]))), displayWidth(cellText(name))),
    );
    this.#cut = width !== undefined;
    this.#wrap = this.#cut && wrap;
    this.#widths = width === undefined ? natural : fitted(natural, width - 2 * (columns.length - 1));
    this.#right = right;
    this.head = [this.row(columns), this.#widths.map((each) => "─".repeat(each)).join("  ")].join("\n");
  }

  /** One row as a line. */
  row(cells: readonly unknown[]): string {
    const last = cells.length - 1;
    const texts = cells.map((cell, index) => this.#cell(cellText(cell), index, index === last));
    return texts.join("  ").trimEnd();
  }

  /** The last column's text in lines under each other. */
  #inLines(text: string, width: number): string {
    const indent = this.#widths.slice(0, -1).reduce((sum, each) => sum + each + 2, 0);
    return wrapped(text, width).join(`\n${" ".repeat(indent)}`);
  }

  #cell(whole: string, index: number, last: boolean): string {
    const width = this.#widths[index] ?? 0;
    if (last && this.#wrap) return this.#inLines(whole, width);
    const text = this.#cut ? cutToWidth(whole, width) : whole;
    const padding = " ".repeat(Math.max(0, width - displayWidth(text)));
    if (this.#right[index]) return padding + text;
    return last ? text : text + padding;
  }
}

/** A whole table as text. */
export function renderColumns(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  layout: Layout = {},
): string {
  const table = new TextTable(columns, rows, layout);
  return [table.head, ...rows.map((row) => table.row(row))].join("\n");
}

/** The width to lay tables out for; undefined where output goes to a file or a pipe. */
export function terminalWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}

/** Takes from the widest columns until all fit, but never below 8 columns or what a column needs. */
function fitted(natural: readonly number[], available: number): number[] {
  let low = 8;
  let high = Math.max(low, ...natural);
  while (low < high) {
    const limit = Math.ceil((low + high) / 2);
    const total = natural.reduce((sum, width) => sum + Math.min(width, limit), 0);
    if (total <= available) low = limit;
    else high = limit - 1;
  }
  return natural.map((width) => Math.min(width, low));
}

/** Breaks a text between words into lines of a width; a longer word has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Cuts a text to a width; the cut is marked with `…`. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let left = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    left -= widthOf(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}
