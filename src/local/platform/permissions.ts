import type { LocalService } from "../handlers.ts";
import { invalid } from "../local-error.ts";
import { admin } from "../principals.ts";
import type { Store } from "../store.ts";
import type { Workspace } from "../workspace.ts";

/** What may be permitted on each kind of object, weakest first (https://docs.databricks.com/api/workspace/permissions). */
const levelsOf: Readonly<Record<string, readonly string[]>> = {
  alerts: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  alertsv2: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  authorization: ["CAN_USE"],
  clusters: ["CAN_ATTACH_TO", "CAN_RESTART", "CAN_MANAGE"],
  "cluster-policies": ["CAN_USE"],
  dashboards: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  dbsql_dashboards: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  directories: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  experiments: ["CAN_READ", "CAN_EDIT", "CAN_MANAGE"],
  files: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  genie: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  "instance-pools": ["CAN_ATTACH_TO", "CAN_MANAGE"],
  jobs: ["CAN_VIEW", "CAN_MANAGE_RUN", "IS_OWNER", "CAN_MANAGE"],
  notebooks: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  pipelines: ["CAN_VIEW", "CAN_RUN", "IS_OWNER", "CAN_MANAGE"],
  queries: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  "registered-models": ["CAN_READ", "CAN_EDIT", "CAN_MANAGE_STAGING_VERSIONS", "CAN_MANAGE"],
  repos: ["CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE"],
  "serving-endpoints": ["CAN_VIEW", "CAN_QUERY", "CAN_MANAGE"],
  "sql/warehouses": ["CAN_VIEW", "CAN_MONITOR", "CAN_USE", "IS_OWNER", "CAN_MANAGE"],
  warehouses: ["CAN_VIEW", "CAN_MONITOR", "CAN_USE", "IS_OWNER", "CAN_MANAGE"],
};

/** One entry of an access control list, as requests spell it. */
interface Request {
  readonly user_name?: string;
  readonly group_name?: string;
  readonly service_principal_name?: string;
  readonly permission_level?: string;
}

type List = readonly Request[];

/** The access control lists that were given, by `<type>/<id>`. */
export function permissionLists(store: Store) {
  const lists = store.collection<List>("permissions");
  /** @throws LocalError for a level that the type of object has not */
  const replace = (type: string, id: string, list: List): void => {
    const wrong = list.find(({ permission_level = "" }) => !allowed(type).includes(permission_level));
    if (wrong) throw invalid(`Permission type ${wrong.permission_level} is not defined for ${type}.`);
    lists.put(`${type}/${id}`, list);
  };
  return { get: (type: string, id: string) => lists.get(`${type}/${id}`), replace };
}

/** Access control lists of everything that has one. Owners and `admins` are in all of them. */
export function permissions({ store }: Workspace) {
  const lists = permissionLists(store);

  const listOf = (type: string, id: string): List =>
    lists.get(type, id) ?? [{ user_name: admin.userName, permission_level: strongest(type, "IS_OWNER") }];
  const read = (type: string, id: string) => {
    allowed(type);
    return {
      object_id: `/${type}/${id}`,
      object_type: type.replace(/^.*\//, "").replace(/s$/, ""),
      access_control_list: [...listOf(type, id).map(response), adminsMay(type)],
    };
  };
  const change = (type: string, id: string, list: List = [], { keep }: { keep: boolean }) => {
    const replaced = new Set(list.map(principal));
    const kept = keep ? listOf(type, id).filter((each) => !replaced.has(principal(each))) : [];
    lists.replace(type, id, [...kept, ...list]);
    return read(type, id);
  };
  const describe = (type: string) => ({
    permission_levels: allowed(type).map((permission_level) => ({
      permission_level,
      description: permission_level.toLowerCase().replaceAll("_", " "),
    })),
  });

  type Args<Id extends string> = { readonly [Key in Id]: string } & { readonly access_control_list?: List };
  const ofType = <Id extends string>(type: string, id: Id) => ({
    getPermissions: (args: Args<Id>) => read(type, args[id]),
    setPermissions: (args: Args<Id>) => change(type, args[id], args.access_control_list, { keep: false }),
    updatePermissions: (args: Args<Id>) => change(type, args[id], args.access_control_list, { keep: true }),
    getPermissionLevels: () => describe(type),
  });

  const handlers: LocalService["handlers"] = {
    permissions: {
      get: ({ request_object_type, request_object_id }) => read(request_object_type, request_object_id),
      set: ({ request_object_type, request_object_id, access_control_list }) =>
        change(request_object_type, request_object_id, access_control_list, { keep: false }),
      update: ({ request_object_type, request_object_id, access_control_list }) =>
        change(request_object_type, request_object_id, access_control_list, { keep: true }),
      getPermissionLevels: ({ request_object_type }) => describe(request_object_type),
    },
  };
  const levels = {
    clusters: ofType("clusters", "cluster_id"),
    jobs: ofType("jobs", "job_id"),
    pipelines: ofType("pipelines", "pipeline_id"),
    servingEndpoints: ofType("serving-endpoints", "serving_endpoint_id"),
    warehouses: ofType("sql/warehouses", "warehouse_id"),
  };
  return { handlers, levels };
}

function allowed(type: string): readonly string[] {
  const levels = Object.hasOwn(levelsOf, type) ? levelsOf[type] : undefined;
  if (!levels) throw invalid(`${type} is not a type of object that has permissions.`);
  return levels;
}

const strongest = (type: string, wanted: string): string =>
  allowed(type).includes(wanted) ? wanted : (allowed(type).at(-1) ?? wanted);

const principal = ({ user_name, group_name, service_principal_name }: Request): string =>
  `${user_name}/${group_name}/${service_principal_name}`;

const response = ({ permission_level = "", ...who }: Request) => ({
  ...who,
  ...("user_name" in who && { display_name: String(who.user_name) }),
  all_permissions: [{ permission_level, inherited: false }],
});

const adminsMay = (type: string) => ({
  group_name: "admins",
  all_permissions: [
    { permission_level: strongest(type, "CAN_MANAGE"), inherited: true, inherited_from_object: [`/${type}/`] },
  ],
});
