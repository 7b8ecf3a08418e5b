import type { components } from "../../../generated/catalog/types.ts";
import { invalid } from "../local-error.ts";
import { splitName } from "./names.ts";
import { isApplicable } from "./privileges.ts";
import type { SecurableType } from "./securable-error.ts";
import type { UnityCatalog } from "./unity-catalog.ts";
import { refuseChange } from "./write-protection.ts";

type Schemas = components["schemas"];

/** What privileges are granted on. */
export interface Target {
  readonly type: SecurableType;
  readonly full_name: string;
}

/** How many parts the name of each has; a metastore is named by its id. */
const nameParts: Readonly<Record<SecurableType, number>> = {
  METASTORE: 1,
  CATALOG: 1,
  SCHEMA: 2,
  TABLE: 3,
  VOLUME: 3,
  FUNCTION: 3,
};

/**
 * @param securableType in any case
 * @throws LocalError 400 for a kind that the local workspace has not; SecurableError when there is none of the name
 */
export async function targetOf(unity: UnityCatalog, securableType: string, fullName: string): Promise<Target> {
  const type = Object.keys(nameParts).find((each): each is SecurableType => each === securableType.toUpperCase());
  if (!type) throw invalid(`Unknown securable type '${securableType}'.`);
  const [catalog = "", schema = "", name = ""] = splitName(fullName, nameParts[type]);
  if (type === "CATALOG") await unity.requireCatalog(catalog);
  if (type === "SCHEMA") await unity.requireSchema(catalog, schema);
  if (type === "TABLE") await unity.requireRelation(catalog, schema, name);
  if (type === "VOLUME") await unity.requireVolume(catalog, schema, name);
  if (type === "FUNCTION") await unity.requireFunction(catalog, schema, name);
  return { type, full_name: fullName.toLowerCase() };
}

/** What is granted on the target itself. */
export function directGrants(
  unity: UnityCatalog,
  target: Target,
  principal?: string,
): Schemas["PrivilegeAssignment"][] {
  const { grants = {} } = unity.securables.of(target.type, target.full_name);
  return Object.entries(grants)
    .filter(([name]) => principal === undefined || name === principal)
    .map(([name, privileges]) => ({ principal: name, privileges: [...privileges] }));
}

/** What is granted on the target, and what it inherits from its schema and its catalog. */
export function effectiveGrants(
  unity: UnityCatalog,
  target: Target,
  principal?: string,
): Schemas["EffectivePrivilegeAssignment"][] {
  const found = new Map<string, Schemas["EffectivePrivilege"][]>();
  for (const source of [target, ...parents(target)]) {
    const origin = source === target ? {} : { inherited_from_type: source.type, inherited_from_name: source.full_name };
    for (const { principal: name = "", privileges = [] } of directGrants(unity, source, principal)) {
      const effective = privileges.filter((each) => isApplicable(each, target.type));
      const assigned = effective.map((privilege) => ({ privilege, ...origin }));
      if (assigned.length > 0) found.set(name, [...(found.get(name) ?? []), ...assigned]);
    }
  }
  return [...found].map(([name, privileges]) => ({ principal: name, privileges }));
}

function parents({ type, full_name }: Target): Target[] {
  const [catalog = "", schema = ""] = full_name.split(".");
  if (type === "METASTORE" || type === "CATALOG") return [];
  const above: Target = { type: "CATALOG", full_name: catalog };
  return type === "SCHEMA" ? [above] : [{ type: "SCHEMA", full_name: `${catalog}.${schema}` }, above];
}

/**
 * Grants and revokes.
 *
 * @throws LocalError 400 for a privilege that does not go with the target
 */
export function changeGrants(
  unity: UnityCatalog,
  target: Target,
  user: string,
  changes: readonly Schemas["PermissionsChange"][],
): void {
  refuseChange(...splitTarget(target));
  const grants: Record<string, readonly string[]> = { ...unity.securables.of(target.type, target.full_name).grants };
  for (const { principal, add = [], remove = [] } of changes) {
    if (!principal) throw invalid("A change of permissions needs a principal.");
    checkApplicable([...add, ...remove], target);
    const kept = new Set([...(grants[principal] ?? []), ...add]);
    for (const privilege of remove) kept.delete(privilege);
    grants[principal] = [...kept].sort();
    if (kept.size === 0) delete grants[principal];
  }
  unity.securables.update(target.type, target.full_name, user, { grants });
}

const splitTarget = ({ full_name }: Target): [string, string | undefined] => {
  const [catalog = "", schema] = full_name.split(".");
  return [catalog, schema];
};

function checkApplicable(privileges: readonly string[], { type, full_name }: Target): void {
  const wrong = privileges.find((privilege) => !isApplicable(privilege, type));
  if (wrong) throw invalid(`Privilege ${wrong} is not applicable to this entity [${full_name}:${type}].`);
}
