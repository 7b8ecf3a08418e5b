import type { Handlers } from "../handlers.ts";
import { LocalError } from "../local-error.ts";
import type { IssuedToken } from "../principals.ts";
import type { Workspace } from "../workspace.ts";

/** Personal access tokens of whoever asks. */
export function tokens({ tokens: issuer }: Workspace): Handlers<"tokens"> {
  return {
    create: ({ comment, lifetime_seconds }, { user }) => {
      const lifetimeMs = lifetime_seconds === undefined ? undefined : Number(lifetime_seconds) * 1000;
      const { token, issued } = issuer.issue(user, "pat", lifetimeMs, comment);
      return { token_value: token, token_info: infoOf(issued) };
    },
    list: (_, { user }) => ({
      token_infos: issuer
        .list()
        .filter((each) => each.kind === "pat" && each.user.id === user.id)
        .map(infoOf),
    }),
    delete: ({ token_id }, { user }) => {
      if (!issuer.revoke(token_id, user)) {
        throw new LocalError(404, "RESOURCE_DOES_NOT_EXIST", `Token with id ${token_id} does not exist`);
      }
    },
  };
}

const infoOf = ({ token_id, comment = "", creation_time, expiry_time }: IssuedToken) => ({
  token_id,
  comment,
  creation_time,
  expiry_time,
});
