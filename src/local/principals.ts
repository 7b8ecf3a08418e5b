import { createHash, randomBytes, randomUUID } from "node:crypto";
import { LocalError } from "./local-error.ts";
import type { Collection, Store } from "./store.ts";

/** Somebody who may ask. */
export interface User {
  readonly id: string;
  /** E-mail address of a person, application id of a service principal. */
  readonly userName: string;
  readonly displayName: string;
  readonly kind: "user" | "servicePrincipal";
  /** Calls that change something are refused with 403. */
  readonly readOnly?: true;
}

/** The person whose token the workspace tells at its start. */
export const admin: User = { id: "1001", userName: "me@local", displayName: "Local Admin", kind: "user" };

/** A person who may look and not change, to try what 403 does. */
export const viewer: User = {
  id: "1002",
  userName: "viewer@local",
  displayName: "Local Viewer",
  kind: "user",
  readOnly: true,
};

/** A token as it is remembered: its hash, never itself. Times in milliseconds since 1970. */
export interface IssuedToken {
  readonly token_id: string;
  readonly user: User;
  readonly kind: "pat" | "oauth";
  readonly comment?: string;
  readonly creation_time: number;
  /** -1 for never, as Databricks spells it. */
  readonly expiry_time: number;
}

interface Remembered extends IssuedToken {
  readonly hash: string;
}

/** How long a start still knows a token that has expired, in milliseconds. */
const forgottenAfter = 86_400_000;

/** Issues tokens, and tells whose they are. */
export class Tokens {
  readonly #tokens: Collection<Remembered>;

  constructor(store: Store) {
    this.#tokens = store.collection("tokens");
    for (const { hash, expiry_time } of this.#tokens.list()) {
      if (expiry_time !== -1 && expiry_time < Date.now() - forgottenAfter) this.#tokens.delete(hash);
    }
  }

  /**
   * @param lifetimeMs how long it is valid; for ever without
   * @returns the token, which cannot be told again
   */
  issue(
    user: User,
    kind: IssuedToken["kind"],
    lifetimeMs?: number,
    comment?: string,
  ): { token: string; issued: IssuedToken } {
    const secret = randomBytes(16).toString("hex");
    const token = kind === "pat" ? `dapi${secret}` : `local.${secret}.${randomUUID()}`;
    const now = Date.now();
    const issued = {
      token_id: createHash("sha256").update(secret).digest("hex"),
      user,
      kind,
      ...(comment !== undefined && { comment }),
      creation_time: now,
      expiry_time: lifetimeMs === undefined ? -1 : now + lifetimeMs,
    };
    this.#tokens.put(hashOf(token), { ...issued, hash: hashOf(token) });
    return { token, issued };
  }

  /** Tokens that were issued and not revoked, expired ones included. */
  list(): IssuedToken[] {
    return this.#tokens.list().map(({ hash: _, ...issued }) => issued);
  }

  /** @returns whether that user had such a token */
  revoke(tokenId: string, owner: User): boolean {
    const found = this.#tokens.list().find(({ token_id, user }) => token_id === tokenId && user.id === owner.id);
    return found !== undefined && this.#tokens.delete(found.hash);
  }

  /** Whether a token was issued and not revoked, and has not expired. */
  isValid(token: string): boolean {
    const found = this.#tokens.get(hashOf(token));
    return found !== undefined && !isExpired(found);
  }

  /**
   * Whose request this is.
   *
   * @param authorization the header
   * @throws LocalError 401 when it is missing, unknown or expired
   */
  authenticate(authorization: string | undefined): User {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
    if (!token) throw unauthenticated("Credential was not sent or was of an unsupported type for this API.");
    const found = this.#tokens.get(hashOf(token));
    if (!found) throw unauthenticated("Invalid access token.");
    if (isExpired(found)) throw unauthenticated("Access token has expired.");
    return found.user;
  }
}

const isExpired = ({ expiry_time }: IssuedToken): boolean => expiry_time !== -1 && expiry_time <= Date.now();

const unauthenticated = (message: string): LocalError => new LocalError(401, "UNAUTHENTICATED", message);

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
