import type { Settings } from "../../src/config/settings.ts";
import { HttpCaller, type HttpOptions } from "../../src/http/http-caller.ts";
import { FakeClock } from "./fake-clock.ts";

/** A caller of a server under test, which is not asked for its workspace; time passes only by waiting. */
export function callerFor(host: string, settings: Partial<Settings> = {}, options: HttpOptions = {}): HttpCaller {
  return new HttpCaller(
    { host, token: "t0ken", workspaceId: "none", ...settings },
    { clock: new FakeClock(), ...options },
  );
}
