/** What semantic versioning asks of a release that carries a change. */
export type Release = "patch" | "minor" | "major";

const ORDER: readonly Release[] = ["patch", "minor", "major"];

/** The greatest of the releases; `patch` of none. */
export function greatest(releases: readonly Release[]): Release {
  return ORDER.findLast((each) => releases.includes(each)) ?? "patch";
}

/** One difference, with the operations that it touches. */
export interface Change {
  readonly part: "operations" | "arguments" | "fields" | "facts";
  /** An operation id, or a place in a schema: `jobs.Task.run_if`. */
  readonly subject: string;
  readonly text: string;
  readonly release: Release;
  readonly operations: readonly string[];
}

/** Collects changes; one that several operations share is one change. */
export class ChangeLog {
  private readonly found = new Map<string, Change>();

  add(change: Omit<Change, "operations">, operation: string): void {
    const key = `${change.part} ${change.subject} ${change.text}`;
    const earlier = this.found.get(key) ?? { ...change, operations: [] };
    this.found.set(key, {
      ...change,
      release: greatest([earlier.release, change.release]),
      operations: [...new Set([...earlier.operations, operation])],
    });
  }

  /** In the order they were first found. */
  all(): Change[] {
    return [...this.found.values()];
  }
}
