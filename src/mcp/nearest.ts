/**
 * Picks the candidates most like a misspelled name, best first. Case and separators do not count:
 * `run_now` is `runNow`.
 *
 * @param limit most candidates to answer
 */
export function nearest(name: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = bigrams(name);
  return [...candidates]
    .map((candidate) => ({ candidate, score: likeness(wanted, bigrams(candidate)) }))
    .filter(({ score }) => score > 0.3)
    .sort((a, b) => b.score - a.score || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** A name without case and separators: two spellings of one name are equal. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function bigrams(name: string): Set<string> {
  const text = `^${plain(name)}$`;
  return new Set(Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2)));
}

/** Sørensen–Dice coefficient of two sets: 0 nothing in common, 1 equal. */
function likeness(a: Set<string>, b: Set<string>): number {
  let common = 0;
  for (const item of a) if (b.has(item)) common += 1;
  return (2 * common) / (a.size + b.size);
}
