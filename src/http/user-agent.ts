import manifest from "../../package.json" with { type: "json" };
import { authType } from "../auth/bearer-token.ts";

/** Tells Databricks which client asks: product, runtime, system and how it authenticates. */
export const userAgent = [
  `${manifest.name}/${manifest.version}`,
  `node/${process.versions.node}`,
  `os/${process.platform}`,
  `auth/${authType}`,
].join(" ");
