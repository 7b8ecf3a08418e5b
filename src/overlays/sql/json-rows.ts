import type { Row } from "./result-rows.ts";

/** The most rows that are handed over at once. */
export const MOST_ROWS = 10_000;
/** Rows are handed over when they are that long together, in bytes of JSON. */
const MOST_BYTES = 2 ** 20;

const [quote, backslash, open, close] = Buffer.from('"\\[]');

/**
 * Takes a `JSON_ARRAY` file apart, some rows at a time: parsed at once, small rows take ten times the memory of their text.
 *
 * @param file `[["1","a"],["2",null]]` in UTF-8, whose brackets and quotes are bytes that mean nothing else
 * @throws Error, which does not show the data, for anything else
 */
export function* parseRows(file: Buffer): Generator<readonly Row[]> {
  let begin = 1;
  let rows = 0;
  let end = 0;
  for (end of rowEnds(file)) {
    if (rows === 0) begin = file.indexOf("[", begin);
    rows += 1;
    if (rows < MOST_ROWS && end - begin < MOST_BYTES) continue;
    yield parsed(file, begin, end);
    begin = end;
    rows = 0;
  }
  if (rows > 0) yield parsed(file, begin, end);
}

/** Yields where each row ends: the bytes before. */
function* rowEnds(file: Buffer): Generator<number> {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < file.length; at++) {
    const byte = file[at];
    if (inText && byte === backslash) at += 1;
    else if (byte === quote) inText = !inText;
    else if (!inText && byte === open) depth += 1;
    else if (!inText && byte === close && --depth === 1) yield at + 1;
  }
  if (file[0] !== open || depth !== 0) throw noRows();
}

function parsed(file: Buffer, begin: number, end: number): readonly Row[] {
  try {
    return JSON.parse(`[${file.toString("utf8", begin, end)}]`);
  } catch {
    throw noRows();
  }
}

const noRows = (): Error => new Error("its file in the cloud's storage holds no rows");
