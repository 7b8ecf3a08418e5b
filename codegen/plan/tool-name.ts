import { createHash } from "node:crypto";

/** Clients prefix tool names and some cut them: 40 characters are safe everywhere. */
const LONGEST = 40;

/** Shorter spellings of words that long operation names are made of; used only where a name would be too long. */
const SHORT: Readonly<Record<string, string>> = {
  account: "acct",
  acknowledgement: "ack",
  artifact: "artf",
  assignable: "assign",
  assignment: "asgmt",
  assignments: "asgmts",
  attachment: "attach",
  automatic: "auto",
  classification: "class",
  configuration: "config",
  configurations: "configs",
  connection: "conn",
  connectivity: "conn",
  consumer: "cons",
  control: "ctl",
  credential: "cred",
  credentials: "creds",
  dashboard: "dash",
  dashboards: "dash",
  database: "db",
  default: "dflt",
  deployment: "deploy",
  deployments: "deploys",
  effective: "eff",
  embedding: "embed",
  enablement: "enabl",
  endpoint: "ep",
  endpoints: "eps",
  engineering: "eng",
  environment: "env",
  environments: "envs",
  exchange: "exch",
  execution: "exec",
  experiment: "exp",
  external: "ext",
  feature: "feat",
  features: "feats",
  federation: "fed",
  identity: "ident",
  integration: "integ",
  knowledge: "know",
  management: "mgmt",
  materialized: "mat",
  member: "mem",
  members: "mems",
  message: "msg",
  monitor: "mon",
  network: "net",
  notification: "notif",
  notifications: "notifs",
  operation: "op",
  override: "ovr",
  overrides: "ovrs",
  permission: "perm",
  permissions: "perms",
  personalization: "pers",
  policies: "pols",
  preference: "pref",
  principal: "princ",
  principals: "princs",
  private: "priv",
  provider: "prov",
  providers: "provs",
  provisioned: "prov",
  published: "pub",
  quality: "qual",
  recipient: "recip",
  recipients: "recips",
  recovery: "recov",
  registered: "reg",
  registry: "reg",
  relationship: "rel",
  request: "req",
  requests: "reqs",
  resource: "res",
  resources: "res",
  service: "svc",
  services: "svcs",
  serving: "serv",
  statement: "stmt",
  storage: "stor",
  supervisor: "superv",
  synced: "sync",
  temporary: "temp",
  throughput: "thrput",
  transition: "trans",
  transitive: "trans",
  vector: "vec",
  version: "ver",
  versions: "vers",
  visualization: "viz",
  visualizations: "viz",
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
