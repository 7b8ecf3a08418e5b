import type { Handlers } from "../handlers.ts";

/** Who asks, as SCIM tells it (RFC 7643). */
export const currentUser: Handlers<"currentUser"> = {
  me: (_, { user }) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    id: user.id,
    userName: user.userName,
    displayName: user.displayName,
    active: true,
    emails: [{ type: "work", value: user.userName, primary: true }],
    groups: user.readOnly
      ? [{ display: "users", value: "2002" }]
      : [
          { display: "admins", value: "2001" },
          { display: "users", value: "2002" },
        ],
  }),
};
