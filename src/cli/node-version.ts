/** The least version of Node; `engines` in package.json says the same. */
export const leastNode = "22.19";

/** Whether a version of Node, such as `24.1.0`, runs this code. */
export function isEnough(version: string): boolean {
  const [own, least] = [version, leastNode].map((text) => text.split(".").map(Number));
  const at = least?.findIndex((number, index) => number !== (own?.[index] ?? 0)) ?? -1;
  return at < 0 || (own?.[at] ?? 0) > (least?.[at] ?? 0);
}
