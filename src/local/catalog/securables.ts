import { randomUUID } from "node:crypto";
import type { components } from "../../../generated/catalog/types.ts";
import { admin } from "../principals.ts";
import type { Collection, Store } from "../store.ts";
import { samplesCatalog } from "./samples.ts";
import type { SecurableType } from "./securable-error.ts";

/** The types of a function, which DuckDB's macros do not have. */
export type FunctionDeclaration = Pick<
  components["schemas"]["CreateFunction"],
  "data_type" | "full_data_type" | "input_params" | "return_params"
>;

/** What is remembered of a securable beside what DuckDB knows. Times in milliseconds since 1970. */
export interface Securable {
  readonly type: SecurableType;
  /** In lower case: `main.default.trips`. */
  readonly full_name: string;
  readonly id: string;
  readonly owner: string;
  readonly created_at: number;
  readonly created_by: string;
  readonly updated_at: number;
  readonly updated_by: string;
  readonly comment?: string;
  readonly properties?: Readonly<Record<string, string>>;
  /** Comments of columns by name. */
  readonly columnComments?: Readonly<Record<string, string>>;
  /** The query of a view, or the body of a function, as its author wrote it. */
  readonly definition?: string;
  /** Privileges by principal. */
  readonly grants?: Readonly<Record<string, readonly string[]>>;
  /** Types of a function. */
  readonly declaration?: FunctionDeclaration;
}

/** What can be said of a securable when it is made or changed. */
export type Words = Partial<
  Pick<Securable, "owner" | "comment" | "properties" | "columnComments" | "definition" | "grants" | "declaration">
>;

/** Who owns what comes with the workspace. */
const systemUser = "System user";

/**
 * What Unity Catalog remembers and DuckDB does not: owners, comments, properties, grants, times and ids. DuckDB tells
 * what exists; what has no entry here gets one when it is first asked for.
 */
export class Securables {
  readonly #entries: Collection<Securable>;

  constructor(store: Store) {
    this.#entries = store.collection("securables");
  }

  /** The entry of something that exists. */
  of(type: SecurableType, fullName: string): Securable {
    return this.find(type, fullName) ?? this.create(type, fullName, defaultOwner(fullName));
  }

  find(type: SecurableType, fullName: string): Securable | undefined {
    return this.#entries.get(key(type, fullName));
  }

  /** Remembers something new, in place of what had the name before. */
  create(type: SecurableType, fullName: string, user: string, words: Words = {}): Securable {
    const now = Date.now();
    const entry: Securable = {
      type,
      full_name: fullName,
      id: randomUUID(),
      owner: user,
      created_at: now,
      created_by: user,
      updated_at: now,
      updated_by: user,
      ...words,
    };
    this.#entries.put(key(type, fullName), entry);
    return entry;
  }

  update(type: SecurableType, fullName: string, user: string, words: Words): Securable {
    const entry = { ...this.of(type, fullName), ...words, updated_at: Date.now(), updated_by: user };
    this.#entries.put(key(type, fullName), entry);
    return entry;
  }

  /** Forgets a securable and all that is in it. */
  forget(type: SecurableType, fullName: string): void {
    this.#entries.delete(key(type, fullName));
    if (type !== "CATALOG" && type !== "SCHEMA") return;
    for (const inside of this.#inside(fullName)) this.#entries.delete(key(inside.type, inside.full_name));
  }

  /** Gives a securable, and all that is in it, another name. */
  rename(type: SecurableType, fullName: string, newName: string): void {
    const inside = type === "CATALOG" || type === "SCHEMA" ? this.#inside(fullName) : [];
    for (const entry of [this.of(type, fullName), ...inside]) {
      const renamed = newName + entry.full_name.slice(fullName.length);
      this.#entries.put(key(entry.type, renamed), { ...entry, full_name: renamed });
      this.#entries.delete(key(entry.type, entry.full_name));
    }
  }

  /** The entries of one kind in a schema or catalog, in the order of their names. */
  list(type: SecurableType, parent: string): Securable[] {
    const entries = this.#inside(parent).filter((entry) => entry.type === type);
    return entries.sort((one, other) => (one.full_name < other.full_name ? -1 : 1));
  }

  /** Forgets what does not exist: what a process that was killed had dropped and not forgotten. */
  heal(exists: (entry: Securable) => boolean): void {
    for (const entry of this.#entries.list()) {
      if (!exists(entry)) this.#entries.delete(key(entry.type, entry.full_name));
    }
  }

  #inside(parent: string): Securable[] {
    return this.#entries.list().filter(({ full_name }) => full_name.startsWith(`${parent}.`));
  }
}

const key = (type: SecurableType, fullName: string): string => `${type} ${fullName}`;

const defaultOwner = (fullName: string): string =>
  [samplesCatalog, "information_schema"].some((part) => fullName.split(".").slice(0, 2).includes(part))
    ? systemUser
    : admin.userName;
