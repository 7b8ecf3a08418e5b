import { AuthError } from "../errors/auth-error.ts";
import { type Credentials, fixedCredentials } from "./credentials.ts";

/**
 * Credentials of whoever made one request to us, who sent their own Databricks token with it.
 *
 * @throws AuthError when the token cannot travel in a header
 */
export function bearerCredentials(token: string): Credentials {
  if (/^[\x21-\x7e]+$/.test(token)) return fixedCredentials("bearer", `Bearer ${token}`, [token]);
  throw new AuthError("bearer", "the token holds a space, a line break or a character outside ASCII, or is empty", {
    hint: "Send `Authorization: Bearer <token>` with a bare Databricks token.",
  });
}
