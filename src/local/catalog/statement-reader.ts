import type { Parameter } from "../sql/execute.ts";
import { SqlError } from "../sql/sql-error.ts";
import { type Token, tokenize } from "../sql/tokens.ts";

/** Stands after the last piece of a statement. */
const endOf = (source: string): Token => ({ kind: "symbol", text: "", value: "end of input", start: source.length });

/** Reads a statement piece by piece. */
export class StatementReader {
  /** The statement without what follows its end. */
  readonly source: string;
  readonly #tokens: readonly Token[];
  readonly #parameters: readonly Parameter[];
  #at = 0;

  /** @param parameters values of `:name` markers in IDENTIFIER clauses */
  constructor(source: string, parameters: readonly Parameter[] = []) {
    this.#parameters = parameters;
    const tokens = tokenize(source).filter(({ kind }) => kind !== "space");
    while (tokens.at(-1)?.text === ";") tokens.pop();
    const last = tokens.at(-1);
    this.source = source.slice(0, last && last.start + last.text.length);
    this.#tokens = tokens;
  }

  /** The piece that comes next. */
  get next(): Token {
    return this.#tokens[this.#at] ?? endOf(this.source);
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** What is left of the source. */
  get rest(): string {
    return this.source.slice(this.next.start);
  }

  /** Where the last piece that was read ends. */
  get position(): number {
    const last = this.#tokens[this.#at - 1];
    return last ? last.start + last.text.length : 0;
  }

  /** Whether these keywords or symbols come next, separated by spaces. */
  sees(words: string): boolean {
    return words.split(" ").every((word, index) => {
      const token = this.#tokens[this.#at + index];
      return (token?.kind === "word" || token?.kind === "symbol") && token.text.toUpperCase() === word;
    });
  }

  /** Whether an identifier like this stands anywhere. */
  mentions(name: string): boolean {
    const found = ({ kind, value }: Token): boolean =>
      (kind === "word" || kind === "name") && value.toLowerCase() === name;
    return this.#tokens.some(found);
  }

  /** Reads these keywords if they come next. */
  take(words: string): boolean {
    if (!this.sees(words)) return false;
    this.#at += words.split(" ").length;
    return true;
  }

  /** Reads the first of these that comes next. */
  takeOneOf<Words extends string>(...choices: readonly Words[]): Words | undefined {
    return choices.find((words) => this.take(words));
  }

  /** @throws SqlError PARSE_SYNTAX_ERROR when they do not come next */
  expect(words: string): void {
    if (!this.take(words)) throw this.syntaxError();
  }

  /** Reads whatever comes next. */
  skip(): Token {
    const token = this.next;
    this.#at++;
    return token;
  }

  /** Reads `( … )` with all that is inside, brackets included. */
  skipBrackets(): void {
    this.expect("(");
    for (let depth = 1; depth > 0; ) {
      if (this.done) throw this.syntaxError();
      const { kind, text } = this.skip();
      if (kind === "symbol") depth += text === "(" ? 1 : text === ")" ? -1 : 0;
    }
  }

  /** Reads up to the `>` of a `<` that was read. */
  skipAngles(): void {
    for (let depth = 1; depth > 0; ) {
      if (this.done) throw this.syntaxError();
      const { text } = this.skip();
      depth += text === "<" ? 1 : text === ">" ? -1 : 0;
    }
  }

  /** Reads an identifier. */
  identifier(): string {
    if (this.next.kind !== "word" && this.next.kind !== "name") throw this.syntaxError();
    return this.skip().value;
  }

  /** Reads a name of one to three parts, which may stand in `IDENTIFIER('a.b.c')` or `IDENTIFIER(:marker)`. */
  name(): string[] {
    if (this.take("IDENTIFIER (")) return this.#identifierClause();
    const parts = [this.identifier()];
    while (this.take(".")) parts.push(this.identifier());
    return parts;
  }

  #identifierClause(): string[] {
    const { kind, value } = this.skip();
    const marked = this.#parameters.find(({ name }) => name.toLowerCase() === value.toLowerCase());
    const text = kind === "parameter" ? marked?.value : value;
    if (!text) throw this.syntaxError();
    this.expect(")");
    return new StatementReader(text).name();
  }

  /** Reads identifiers with dots between them, and whatever else one piece at a time: no parts. */
  dottedParts(): string[] {
    const isIdentifier = (token: Token | undefined): boolean => token?.kind === "word" || token?.kind === "name";
    const first = this.skip();
    if (!isIdentifier(first)) return [];
    const parts = [first.value];
    while (this.sees(".") && isIdentifier(this.#tokens[this.#at + 1])) {
      this.skip();
      parts.push(this.skip().value);
    }
    return parts;
  }

  /** Reads a text in quotes. */
  string(): string {
    if (this.next.kind !== "string") throw this.syntaxError();
    return this.skip().value;
  }

  /** Reads `('key' = 'value', …)`. */
  properties(): Record<string, string> {
    const properties: Record<string, string> = {};
    this.expect("(");
    do {
      const key = this.next.kind === "string" ? this.string() : this.name().join(".");
      this.take("=");
      properties[key] = this.skip().value;
    } while (this.take(","));
    this.expect(")");
    return properties;
  }

  /** @throws SqlError PARSE_SYNTAX_ERROR when something is left */
  end(): void {
    if (!this.done) throw this.syntaxError();
  }

  syntaxError(): SqlError {
    return new SqlError("PARSE_SYNTAX_ERROR", "42601", `Syntax error at or near '${this.next.value}'.`);
  }
}
