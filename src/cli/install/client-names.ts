/** Clients whose configuration can be edited. */
export const clientNames = [
  "claude-code",
  "claude-desktop",
  "cursor",
  "vscode",
  "windsurf",
  "codex",
  "gemini",
  "zed",
] as const;

/** Name of a client, as in `--client`. */
export type ClientName = (typeof clientNames)[number];
