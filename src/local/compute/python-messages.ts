import * as z from "zod";

/** Something that code displayed, as API 1.2 spells it. */
const shown = z.looseObject({ resultType: z.enum(["table", "image"]) });

/** A parameter of a statement, as the Statement Execution API spells it. */
const parameter = z.object({ name: z.string(), value: z.string().nullish(), type: z.string().default("STRING") });

const pythonMessage = z.union([
  z.object({ ready: z.string() }),
  z.object({ shown }),
  /** A value that must not be seen in results. */
  z.object({ secret: z.string() }),
  /** Asks to run SQL. */
  z.object({ call: z.number(), sql: z.string(), parameters: z.array(parameter) }),
  z.object({
    done: z.string(),
    error: z.object({ summary: z.string(), cause: z.string() }).optional(),
    exit: z.string().optional(),
    interrupted: z.boolean().optional(),
  }),
]);

/** One line that Python sends. */
export type PythonMessage = z.infer<typeof pythonMessage>;

/** Reads a line; what is no message of the driver, since code may write to any pipe, is an empty one. */
export function readMessage(line: string): PythonMessage | Record<never, never> {
  try {
    return pythonMessage.parse(JSON.parse(line));
  } catch {
    return {};
  }
}

/** SQL that Python asks for. */
export interface SqlRequest {
  readonly sql: string;
  readonly parameters: readonly z.infer<typeof parameter>[];
  readonly signal: AbortSignal;
}

/** How a command ended. */
export interface Outcome {
  readonly output: string;
  /** Whether there was more output than is kept. */
  readonly truncated: boolean;
  readonly shown: readonly object[];
  readonly error?: { readonly summary: string; readonly cause: string } | undefined;
  /** What it gave to `dbutils.notebook.exit`. */
  readonly exit?: string | undefined;
}
