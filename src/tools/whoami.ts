import { looks, objectSchema } from "./schemas.ts";
import type { Tool } from "./tool.ts";

/** `whoami`: identity, workspace and defaults. */
export const whoami: Tool = {
  name: "whoami",
  title: "Who am I",
  description: "Tells which workspace this is, as whom you act, in which groups, and the default SQL warehouse.",
  inputSchema: objectSchema({}, []),
  annotations: looks,
  async call(_, { client, signal }) {
    const databricks = client();
    const me = await databricks.currentUser.me({}, { signal });
    const structured = {
      host: databricks.host,
      user_name: me.userName ?? "",
      display_name: me.displayName ?? "",
      groups: (me.groups ?? []).map(({ display }) => display ?? ""),
      warehouse_id: databricks.config.warehouseId ?? null,
    };
    const { host, user_name, display_name, groups, warehouse_id } = structured;
    const text = [
      `${user_name} (${display_name}) on ${host}`,
      `Groups: ${groups.join(", ") || "none"}`,
      `Default SQL warehouse: ${warehouse_id ?? "none; pass warehouse_id to sql_query"}`,
    ].join("\n");
    return { text, structured };
  },
};
