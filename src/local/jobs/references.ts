/** What the reference with these names in it stands for; undefined when it is unknown. */
export type Lookup = (path: readonly string[]) => unknown;

/**
 * Replaces the references (`{{job.run_id}}`, `{{job.parameters.[my name]}}`) in all texts of a value. Unknown references stay as they are. What is not
 * text becomes its JSON.
 */
export function resolveReferences<Value>(value: Value, lookup: Lookup): Value {
  const resolved = JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === "string" ? resolveText(each, lookup) : each,
  );
  return resolved as Value;
}

function resolveText(text: string, lookup: Lookup): string {
  return text.replaceAll(/\{\{\s*([^{}]+?)\s*\}\}/g, (reference, path: string) => {
    const names = [...path.matchAll(/\[([^\]]+)\]|[^.[\]]+/g)].map(([name, quoted]) => quoted ?? name);
    const value = lookup(names);
    if (value === undefined) return reference;
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}

/** The value at the end of a path; undefined where there is none. */
export function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((each, name) => {
    const here = Object(each);
    return Object.hasOwn(here, name) ? here[name] : undefined;
  }, value);
}
