/** An object as a configuration file holds it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads and edits one format. Edits change no more of the text than they must. */
export interface Editor {
  /**
   * Reads a text; an empty one holds nothing.
   *
   * @throws SyntaxProblem
   */
  parse(text: string): Fields;
  /** Sets `key.name`, which may be there, to an entry. */
  set(text: string, key: string, name: string, entry: Fields): string;
  /** Takes out `key.name`, which is there. */
  remove(text: string, key: string, name: string): string;
}

/** Where a text breaks the rules of its format. */
export class SyntaxProblem extends Error {
  override readonly name: string = "SyntaxProblem";
  /** Counted from 1, as the column is. */
  readonly line: number;
  readonly column: number;

  constructor(problem: string, line: number, column: number) {
    super(problem);
    this.line = line;
    this.column = column;
  }
}

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
