import type { Clock } from "./clock.ts";
import { Slots } from "./slots.ts";
import { TokenBucket } from "./token-bucket.ts";

/** How much of a host one process takes. */
export interface HostLimitOptions {
  /** Requests under way at once; a streamed answer counts until it is read. @default 64 */
  readonly concurrency?: number;
  /** Requests that start per second. Without it, as many as the host takes without refusing (429). */
  readonly perSecond?: number;
}

/** Leave to send one request. */
export interface Turn {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The request is done. Further calls do nothing. */
  end(): void;
}

/** What those who send requests to one host share. After a refusal (429) all of them slow down, then recover together. */
export class HostLimits {
  readonly #slots: Slots;
  readonly #bucket: TokenBucket;

  constructor({ concurrency = 64, perSecond = Number.POSITIVE_INFINITY }: HostLimitOptions = {}) {
    this.#slots = new Slots(concurrency);
    this.#bucket = new TokenBucket(perSecond);
  }

  /**
   * Waits for a turn.
   *
   * @param until when it must have come, by the clock
   * @returns undefined when it would come later
   * @throws the signal's reason
   */
  async enter(clock: Clock, until: number, signal?: AbortSignal): Promise<Turn | undefined> {
    await this.#slots.take(signal);
    try {
      const wait = this.#bucket.take(clock.now());
      if (clock.now() + wait > until) return this.#leave();
      if (wait > 0) await clock.sleep(wait, signal);
    } catch (error) {
      this.#leave();
      throw error;
    }
    return this.#turn(clock.now());
  }

  /** The host refused the request of this turn for coming too soon. */
  slowDown(turn: Turn, clock: Clock): void {
    this.#bucket.refuse(turn.startedAt, clock.now());
  }

  #turn(startedAt: number): Turn {
    let ended = false;
    const end = () => {
      if (!ended) this.#slots.give();
      ended = true;
    };
    return { startedAt, end };
  }

  #leave(): undefined {
    this.#bucket.giveBack();
    this.#slots.give();
  }
}

const shared = new WeakMap<Clock, Map<string, HostLimits>>();

/**
 * The limits that all who live by the same clock share for one host.
 *
 * @param perSecond see `HostLimitOptions`; those who ask for the same rate share it
 */
export function limitsOf(host: string, clock: Clock, perSecond = Number.POSITIVE_INFINITY): HostLimits {
  const hosts = shared.get(clock) ?? new Map<string, HostLimits>();
  const key = `${host} ${perSecond}`;
  const limits = hosts.get(key) ?? new HostLimits({ perSecond });
  shared.set(clock, hosts.set(key, limits));
  return limits;
}
