/**
 * Says what to do about an optional package that could not be loaded, and why it could not, unless it is just not
 * there.
 */
export function notLoaded(advice: string, error: unknown): string {
  if (!(error instanceof Error)) return `${advice} (${String(error)})`;
  const missing = "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  return missing ? advice : `${advice} (${error.message.split("\n")[0]})`;
}
