/** A tool answered that it failed, in its own words. */
export class ToolError extends Error {
  override readonly name: string = "ToolError";
}

/** A tool or operation refused its arguments; nothing was sent. */
export class InvalidArgumentsError extends ToolError {
  override readonly name: string = "InvalidArgumentsError";
}

/** The error for a failed answer's text: the MCP layer tells refused arguments by how their text begins. */
export function toolError(text: string): ToolError {
  const forPeople = text.replace(/operation_describe with operation "(.*?)"/, "databricks-mcp api describe $1");
  return /^Invalid arguments for |^Unknown operation /.test(text)
    ? new InvalidArgumentsError(forPeople)
    : new ToolError(forPeople);
}
