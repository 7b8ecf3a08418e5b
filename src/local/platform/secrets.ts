import type { Handlers } from "../handlers.ts";
import { alreadyExists, invalid, notFound } from "../local-error.ts";
import type { Collection } from "../store.ts";
import type { Workspace } from "../workspace.ts";

interface Scope {
  readonly name: string;
  readonly secrets: Readonly<Record<string, { readonly value: string; readonly updated: number }>>;
  /** Permission by principal. */
  readonly acls: Readonly<Record<string, string>>;
}

/** The largest value of a secret, in bytes (https://docs.databricks.com/api/workspace/secrets/putsecret). */
const largest = 128 * 1024;

/** Secret scopes, secrets and who may read them. */
export function secrets({ store }: Workspace): Handlers<"secrets"> {
  const scopes = new Scopes(store.collection<Scope>("secret-scopes"));
  return { ...scopeHandlers(scopes), ...secretHandlers(scopes), ...aclHandlers(scopes) };
}

class Scopes {
  readonly all: Collection<Scope>;

  constructor(all: Collection<Scope>) {
    this.all = all;
  }

  /** @throws LocalError 404 */
  find(name: string): Scope {
    const scope = this.all.get(name);
    if (!scope) throw notFound(`Scope ${name} does not exist!`);
    return scope;
  }

  /** @throws LocalError 404 */
  secret(name: string, key: string) {
    const { secrets } = this.find(name);
    const secret = Object.hasOwn(secrets, key) ? secrets[key] : undefined;
    if (!secret) throw notFound(`No secret exists in scope ${name} with key ${key}`);
    return secret;
  }

  /** @throws LocalError 404 */
  acl(name: string, principal: string) {
    const { acls } = this.find(name);
    const permission = Object.hasOwn(acls, principal) ? acls[principal] : undefined;
    if (!permission) throw notFound(`No ACL exists in scope ${name} for principal ${principal}`);
    return { principal, permission };
  }

  change(name: string, change: Partial<Scope>): void {
    this.all.put(name, { ...this.find(name), ...change });
  }
}

function scopeHandlers(scopes: Scopes): Handlers<"secrets"> {
  return {
    createScope: ({ scope: name, scope_backend_type = "DATABRICKS", initial_manage_principal }, { user }) => {
      if (!/^[\w.@-]{1,128}$/.test(name)) throw invalid(`Scope name ${name} is not valid.`);
      if (scope_backend_type !== "DATABRICKS") throw invalid("The local workspace has no Azure Key Vault.");
      if (scopes.all.get(name)) throw alreadyExists(`Scope ${name} already exists!`);
      scopes.all.put(name, { name, secrets: {}, acls: { [initial_manage_principal ?? user.userName]: "MANAGE" } });
    },
    deleteScope: ({ scope }) => {
      scopes.find(scope);
      scopes.all.delete(scope);
    },
    listScopes: () => ({ scopes: scopes.all.list().map(({ name }) => ({ name, backend_type: "DATABRICKS" })) }),
  };
}

function secretHandlers(scopes: Scopes): Handlers<"secrets"> {
  return {
    putSecret: ({ scope, key, string_value, bytes_value }) => {
      const { secrets } = scopes.find(scope);
      if ((string_value === undefined) === (bytes_value === undefined)) {
        throw invalid("Give either string_value or bytes_value.");
      }
      const value = bytes_value ?? Buffer.from(string_value ?? "", "utf8").toString("base64");
      if (Buffer.byteLength(value, "base64") > largest) throw invalid(`The value is larger than ${largest} bytes.`);
      scopes.change(scope, { secrets: { ...secrets, [key]: { value, updated: Date.now() } } });
    },
    getSecret: ({ scope, key }) => ({ key, value: scopes.secret(scope, key).value }),
    listSecrets: ({ scope }) => ({
      secrets: Object.entries(scopes.find(scope).secrets).map(([key, { updated }]) => ({
        key,
        last_updated_timestamp: updated,
      })),
    }),
    deleteSecret: ({ scope, key }) => {
      scopes.secret(scope, key);
      const { [key]: _, ...secrets } = scopes.find(scope).secrets;
      scopes.change(scope, { secrets });
    },
  };
}

function aclHandlers(scopes: Scopes): Handlers<"secrets"> {
  return {
    putAcl: ({ scope, principal, permission }) =>
      scopes.change(scope, { acls: { ...scopes.find(scope).acls, [principal]: permission } }),
    getAcl: ({ scope, principal }) => scopes.acl(scope, principal),
    listAcls: ({ scope }) => ({
      items: Object.entries(scopes.find(scope).acls).map(([principal, permission]) => ({ principal, permission })),
    }),
    deleteAcl: ({ scope, principal }) => {
      scopes.acl(scope, principal);
      const { [principal]: _, ...acls } = scopes.find(scope).acls;
      scopes.change(scope, { acls });
    },
  };
}
