/** What the process says to scripts when it ends. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  authentication: 3,
  notFound: 4,
  permission: 5,
  conflict: 6,
  later: 7,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: "done",
  failed: "the call failed",
  usage: "wrong usage or arguments; nothing was sent",
  authentication: "credentials or settings are missing or refused",
  notFound: "what was named does not exist",
  permission: "permission denied",
  conflict: "it exists already, or has changed meanwhile",
  later: "a passing failure: the same may succeed later",
  interrupted: "ended by Ctrl+C; what was running is cancelled",
  terminated: "ended by SIGTERM; what was running is cancelled",
};

/** The table of exit codes, as help shows it. */
export function describeExitCodes(): string {
  const lines = Object.entries(exitCodes).map(([name, code]) => {
    const meaning = Object.entries(meanings).find(([each]) => each === name)?.[1];
    return `  ${String(code).padEnd(4)}${meaning}`;
  });
  return ["", "Exit codes:", ...lines].join("\n");
}
