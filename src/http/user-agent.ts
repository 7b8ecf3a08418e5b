import manifest from "../../package.json" with { type: "json" };

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables by which coding agents make themselves known to programs they run; those that the official SDKs know. */
const agents: Readonly<Record<string, string>> = {
  AMP_CURRENT_THREAD_ID: "amp",
  ANTIGRAVITY_AGENT: "antigravity",
  AUGMENT_AGENT: "augment",
  CLAUDECODE: "claude-code",
  CLINE_ACTIVE: "cline",
  CODEX_CI: "codex",
  COPILOT_CLI: "copilot-cli",
  COPILOT_MODEL: "copilot-vscode",
  CURSOR_AGENT: "cursor",
  GEMINI_CLI: "gemini-cli",
  GOOSE_TERMINAL: "goose",
  KIRO: "kiro",
  OPENCLAW_SHELL: "openclaw",
  OPENCODE: "opencode",
  WINDSURF_AGENT: "windsurf",
};

/**
 * Tells Databricks which client asks: product, runtime, system, how it authenticates, and for which agent.
 *
 * @param authType name of the way to authenticate
 * @param given name of the agent, when the one that asks is known better than from the environment
 */
export function userAgent(authType: string, given?: string, env: Environment = process.env): string {
  const agent = spelled(given) || agentIn(env);
  return [
    `${manifest.name}/${manifest.version}`,
    `node/${process.versions.node}`,
    `os/${process.platform}`,
    `auth/${authType}`,
    ...(agent ? [`agent/${agent}`] : []),
  ].join(" ");
}

/** One agent may run inside another; then nobody knows which one asks. */
function agentIn(env: Environment): string | undefined {
  const known = Object.keys(agents).filter((variable) => env[variable] !== undefined);
  if (known.length > 1) return "multiple";
  if (known[0] !== undefined) return agents[known[0]];
  return spelled(env.AGENT || env.AI_AGENT);
}

/** A name in the characters that the official SDKs allow there. */
function spelled(name: string | undefined): string | undefined {
  return name?.replace(/[^\w.+-]/g, "-").slice(0, 64);
}
