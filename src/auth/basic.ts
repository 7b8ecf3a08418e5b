import type { Settings } from "../config/settings.ts";
import { type Credentials, fixedCredentials } from "./credentials.ts";

/** A user's name and password; https://datatracker.ietf.org/doc/html/rfc7617. */
export async function configure({ username = "", password = "" }: Settings): Promise<Credentials> {
  const pair = Buffer.from(`${username}:${password}`).toString("base64");
  return fixedCredentials("basic", `Basic ${pair}`, [password, pair]);
}
