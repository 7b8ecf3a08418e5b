/** Something that was left out of an answer, in words: `jobs: 20 of 100 items`. */
export type Omission = string;

/** A JSON value cut to a budget, and what was cut. */
export interface Shrunk {
  readonly value: unknown;
  readonly omitted: readonly Omission[];
}

/**
 * Cuts a JSON value so that its compact text has at most about `budget` bytes. Arrays lose elements from their end,
 * never parts of an element while another can go; then long strings lose their tail. Small neighbours stay whole.
 */
export function shrink(value: unknown, budget: number): Shrunk {
  const omitted: Omission[] = [];
  return { value: cut(value, budget, "", omitted), omitted };
}

/** Bytes of a value's compact JSON text. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "");
}

function cut(value: unknown, budget: number, path: string, omitted: Omission[]): unknown {
  if (jsonBytes(value) <= budget) return value;
  if (typeof value === "string") return cutText(value, budget, path, omitted);
  if (Array.isArray(value)) return cutArray(value, budget, path, omitted);
  if (typeof value === "object" && value !== null) return cutObject(value, budget, path, omitted);
  return value;
}

function cutText(text: string, budget: number, path: string, omitted: Omission[]): string {
  const kept = prefix(text, Math.max(0, budget - 8));
  omitted.push(`${path || "text"}: ${kept.length} of ${text.length} characters`);
  return `${kept}…`;
}

/** The longest start of a text whose JSON form has at most `budget` bytes. */
function prefix(text: string, budget: number): string {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (jsonBytes(text.slice(0, middle)) <= budget) low = middle;
    else high = middle - 1;
  }
  return text
    .slice(0, low)
    .toWellFormed()
    .replace(/\uFFFD$/, "");
}

function cutArray(items: readonly unknown[], budget: number, path: string, omitted: Omission[]): unknown[] {
  const kept: unknown[] = [];
  let left = budget - 2;
  for (const item of items) {
    left -= jsonBytes(item) + 1;
    if (left < 0) break;
    kept.push(item);
  }
  if (kept.length === 0 && items.length > 0) kept.push(cut(items[0], budget - 3, `${path}[0]`, omitted));
  if (kept.length < items.length) omitted.push(`${path || "items"}: ${kept.length} of ${items.length} items`);
  return kept;
}

interface Field {
  readonly key: string;
  readonly field: unknown;
  readonly size: number;
}

/** Shares the budget: the smallest fields take what they need, the larger ones share the rest evenly. */
function cutObject(value: object, budget: number, path: string, omitted: Omission[]): object {
  const all = Object.entries(value).map(([key, field]) => ({ key, field, size: jsonBytes(field) }));
  const fields = fieldsThatFit(all, budget, path, omitted);
  let left = budget - 2 - fields.reduce((sum, { key }) => sum + jsonBytes(key) + 2, 0);
  const results = new Map<string, unknown>();
  const bySize = [...fields].sort((a, b) => a.size - b.size);
  for (const [index, { key, field }] of bySize.entries()) {
    const share = Math.floor(left / (bySize.length - index));
    const result = cut(field, share, path ? `${path}.${key}` : key, omitted);
    left -= jsonBytes(result);
    results.set(key, result);
  }
  return Object.fromEntries(fields.map(({ key }) => [key, results.get(key)]));
}

/** The fields of an object up to where their names, with room for a short value each, exceed the budget. */
function fieldsThatFit(fields: readonly Field[], budget: number, path: string, omitted: Omission[]): readonly Field[] {
  let left = budget - 2;
  const end = fields.findIndex(({ key, size }) => {
    left -= jsonBytes(key) + 2 + Math.min(size, 12);
    return left < 0;
  });
  if (end < 0) return fields;
  omitted.push(`${path || "object"}: ${end} of ${fields.length} fields`);
  return fields.slice(0, end);
}
