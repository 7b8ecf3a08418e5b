import type { IncomingMessage } from "node:http";
import type { Apis } from "../../generated/index.ts";
import type { User } from "./principals.ts";

/** What a handler knows beside its arguments. */
export interface Call {
  /** Who asks. */
  readonly user: User;
  /** The request itself: the body of uploads is read from here. */
  readonly request: IncomingMessage;
  /** Aborted when the caller has left before the answer. */
  readonly signal: AbortSignal;
}

/**
 * Operations of one API that the local workspace answers by itself. Arguments are flat and checked against the specs
 * before a handler sees them; what it returns is the answer's JSON, or for bytes `contents` beside the fields that
 * travel as headers. Handlers throw LocalError.
 */
export type Handlers<Api extends keyof Apis> = {
  readonly [Method in keyof Apis[Api]]?: Apis[Api][Method] extends (
    args: infer Args,
    ...rest: never
  ) => Promise<infer Answer>
    ? (args: NonNullable<Args>, call: Call) => Answer | Promise<Answer>
    : never;
};

/** The JSON that a raw handler answers. */
export interface RawAnswer {
  readonly body: object;
  /** @default 200 */
  readonly status?: number;
}

/** Answers a path that is in no spec, such as a token endpoint. Authenticates by itself. */
export type RawHandler = (request: IncomingMessage, url: URL) => RawAnswer | Promise<RawAnswer>;

/** Settings that a client of the workspace may be made with. */
export interface ClientDefaults {
  readonly warehouseId?: string;
  readonly clusterId?: string;
}

/** One part of the workspace: a few APIs over common state. */
export interface LocalService {
  readonly handlers: { readonly [Api in keyof Apis]?: Handlers<Api> };
  /** By verb and path (`POST /oidc/v1/token`); a path that ends with `*` stands for all below. */
  readonly routes?: Readonly<Record<string, RawHandler>>;
  /** What a client of the workspace takes when it is told nothing else. */
  readonly defaults?: ClientDefaults;
  /** Ends what runs, gives back what is held. */
  close?(): Promise<void>;
}
