import { type Redact, redactValue } from "../errors/redact.ts";

/** The most of one body that a log shows, in characters; that of the Go SDK. */
const maxBody = 1_024;

/**
 * What a log shows of a body: JSON without secrets, long texts and lists cut, or the beginning of other text.
 *
 * @param longest the most of one text that is shown, in characters
 */
export function previewText(text: string, redact: Redact, longest: number): unknown {
  try {
    return shortened(redactValue(JSON.parse(text), redact), { longest, left: maxBody });
  } catch {
    return cut(redact(text), longest);
  }
}

/** The part of a preview that may still be filled. */
interface Room {
  readonly longest: number;
  left: number;
}

function shortened(value: unknown, room: Room): unknown {
  const whole = typeof value === "string" ? cut(value, room.longest) : value;
  if (typeof whole !== "object" || whole === null) {
    room.left -= String(whole).length;
    return whole;
  }
  if (Array.isArray(whole)) {
    const { kept, omitted } = fitting(whole, room, (item) => shortened(item, room));
    return omitted === 0 ? kept : [...kept, `… (${omitted} more)`];
  }
  const { kept, omitted } = fitting(Object.entries(whole), room, ([key, each]) => {
    room.left -= key.length;
    return [key, shortened(each, room)] as const;
  });
  return { ...Object.fromEntries(kept), ...(omitted > 0 && { "…": `${omitted} more` }) };
}

function fitting<Item, Shown>(items: readonly Item[], room: Room, show: (item: Item) => Shown) {
  const kept: Shown[] = [];
  for (const item of items) {
    if (room.left <= 0) break;
    kept.push(show(item));
  }
  return { kept, omitted: items.length - kept.length };
}

function cut(text: string, most: number): string {
  const rest = text.length - most;
  return rest <= 0 ? text : `${text.slice(0, most)}… (${rest} more characters)`;
}
