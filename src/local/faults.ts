import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { invalid, LocalError } from "./local-error.ts";

const scheme = z
  .object({
    operation: z.string().optional(),
    path: z.string().optional(),
    method: z.string().optional(),
    status: z.number().int().min(400).max(599).optional(),
    error_code: z.string().optional(),
    message: z.string().optional(),
    retry_after: z.union([z.number(), z.string().regex(/^[\x20-\x7e]*$/)]).optional(),
    delay_ms: z.number().nonnegative().optional(),
    reset: z.boolean().optional(),
    times: z.number().int().positive().default(1),
    when: z.enum(["before", "after"]).default("before"),
  })
  .strict();

/**
 * What goes wrong, for the next `times` requests that it names by operation id, verb or the beginning of a path:
 * a delay, then an answer with `status`, or a connection that is reset. `when` says whether the operation has taken
 * effect by then.
 */
export type Fault = z.infer<typeof scheme>;

/** A connection that ends without an answer. */
export class ConnectionReset extends Error {
  override readonly name: string = "ConnectionReset";
}

/** The faults that were asked for and have not happened yet. */
export class Faults {
  readonly #pending: Fault[] = [];

  /** @throws LocalError 400 for what is no fault */
  add(value: unknown): void {
    const { data, error } = scheme.safeParse(value);
    if (!data)
      throw invalid(`fault: ${error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ")}`);
    this.#pending.push(data);
  }

  list(): readonly Fault[] {
    return this.#pending;
  }

  clear(): void {
    this.#pending.length = 0;
  }

  /**
   * The fault that this request meets, if any.
   *
   * @param operation id, absent for a path that is in no spec
   */
  take(method: string, path: string, operation?: string): Fault | undefined {
    const fault = this.#pending.find(
      (each) =>
        (each.operation === undefined || each.operation === operation) &&
        (each.method === undefined || each.method.toUpperCase() === method) &&
        (each.path === undefined || path.startsWith(each.path)),
    );
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times === 0) this.#pending.splice(this.#pending.indexOf(fault), 1);
    return { ...fault };
  }
}

/**
 * Lets a fault happen.
 *
 * @throws ConnectionReset or LocalError, unless it is only a delay
 */
export async function happen(fault: Fault, signal: AbortSignal): Promise<void> {
  if (fault.delay_ms) await delay(fault.delay_ms, undefined, { signal });
  if (fault.reset) throw new ConnectionReset();
  if (fault.status === undefined) return;
  throw new FaultError(fault, fault.status);
}

/** An error that was asked for, with the Retry-After it was asked with. */
export class FaultError extends LocalError {
  readonly retryAfter: string | undefined;

  constructor({ error_code = "FAULT", message = "A fault that was asked for.", retry_after }: Fault, status: number) {
    super(status, error_code, message);
    this.retryAfter = retry_after === undefined ? undefined : String(retry_after);
  }
}
