import { createHash } from "node:crypto";

/** Clients prefix tool names and some cut them: 40 characters are safe everywhere. */
const LONGEST = 40;

/** Shorter spellings of words that long operation names are made of; used only where a name would be too long. */
const SHORT: Readonly<Record<string, string>> = {
  account: "acct",
  assignable: "assign",
  assignment: "asgmt",
  assignments: "asgmts",
  attachment: "attach",
  classification: "class",
  configuration: "config",
  configurations: "configs",
  connectivity: "conn",
  consumer: "cons",
  control: "ctl",
  credential: "cred",
  credentials: "creds",
  dashboard: "dash",
  dashboards: "dash",
  default: "dflt",
  embedding: "embed",
  endpoint: "ep",
  endpoints: "eps",
  engineering: "eng",
  environment: "env",
  environments: "envs",
  exchange: "exch",
  execution: "exec",
  external: "ext",
  feature: "feat",
  features: "feats",
  federation: "fed",
  identity: "ident",
  knowledge: "know",
  materialized: "mat",
  member: "mem",
  members: "mems",
  message: "msg",
  monitor: "mon",
  network: "net",
  override: "ovr",
  overrides: "ovrs",
  permission: "perm",
  permissions: "perms",
  policies: "pols",
  preference: "pref",
  principal: "princ",
  principals: "princs",
  private: "priv",
  provider: "prov",
  provisioned: "prov",
  published: "pub",
  quality: "qual",
  recipient: "recip",
  recovery: "recov",
  registry: "reg",
  relationship: "rel",
  request: "req",
  resource: "res",
  service: "svc",
  serving: "serv",
  statement: "stmt",
  supervisor: "superv",
  temporary: "temp",
  throughput: "thrput",
  transition: "trans",
  transitive: "trans",
  vector: "vec",
  version: "ver",
  visualization: "viz",
  workspace: "ws",
};

/**
 * Name of the tool of an operation: `jobs.runNow` is `jobs_run_now`. It depends on the id alone, so that it stays when
 * other operations come and go. Long names are spelled with shorter words, then without words that the method repeats
 * from its API, and at last cut and marked with a hash of the id.
 */
export function toolName(id: string): string {
  const [api = [], method = []] = id.split(".").map(words);
  const short = method.filter((word) => !api.includes(word)).map(shorten);
  const candidates = [[...api, ...method], [...api, ...method].map(shorten), [...api.map(shorten), ...short]].map(
    (each) => each.join("_"),
  );
  const fitting = candidates.find((name) => name.length <= LONGEST);
  if (fitting) return fitting;
  const mark = createHash("sha256").update(id).digest("hex").slice(0, 5);
  return `${candidates.at(-1)?.slice(0, LONGEST - 6)}_${mark}`;
}

const words = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_");

const shorten = (word: string): string => SHORT[word] ?? word;
