import { createConfig, lint } from "@redocly/openapi-core";

export async function lintErrors(path) {
  const problems = await lint({ ref: path, config: await createConfig({ extends: ["recommended"] }) });
  return problems
    .filter(({ severity }) => severity === "error")
    .map(({ message, location }) => `${location[0]?.pointer}: ${message}`);
}
