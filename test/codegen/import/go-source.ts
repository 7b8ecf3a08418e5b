/** Go in the shape of databricks-sdk-go's generated code, from the few things in which methods differ. */
export interface GoMethod {
  /** API class: `Things`. */
  readonly api?: string;
  readonly name: string;
  /** `Get`, `Post`, … as in `http.Method<Verb>`. */
  readonly verb?: string;
  /** URL with `%v` for each of `args`. */
  readonly path: string;
  readonly args?: readonly string[];
  /** Go type of the request; none when left out. */
  readonly request?: string;
  /** Go type of the answer; none when left out. */
  readonly response?: string;
  /** The expression handed to `Do` as body or query: `request`, `nil`, `request.Thing`. */
  readonly body?: string;
  /** Statements between the query map and the headers. */
  readonly before?: string;
  readonly accept?: string;
  readonly contentType?: string;
  /** Account methods do not name the workspace in a header. */
  readonly account?: boolean;
}

/** One method of `impl.go`. */
export function method(m: GoMethod): string {
  const { api = "Things", verb = "Get", body = m.request ? "request" : "nil", accept = "application/json" } = m;
  const url = m.args ? `fmt.Sprintf("${m.path}", ${m.args.join(", ")})` : `"${m.path}"`;
  return `
func (a *${lowerFirst(api)}Impl) ${m.name}(ctx context.Context${m.request ? `, request ${m.request}` : ""}) ${results(m)} {
	${m.response ? `var answer ${m.response}` : ""}
	path := ${url}
	queryParams := make(map[string]any)
	${m.before ?? ""}
	headers := make(map[string]string)
	headers["Accept"] = "${accept}"
	${m.contentType ? `headers["Content-Type"] = "${m.contentType}"` : ""}
	${m.account ? "" : WORKSPACE_HEADER}
	err := a.client.Do(ctx, http.Method${verb}, path, headers, queryParams, ${body}, ${m.response ? "&answer" : "nil"})
	return ${m.response ? "&answer, err" : "err"}
}
`;
}

const results = ({ response }: GoMethod): string => (response ? `(*${response}, error)` : "error");

const WORKSPACE_HEADER = `cfg := a.client.Config
	if cfg.WorkspaceID != "" {
		headers["X-Databricks-Workspace-Id"] = cfg.WorkspaceID
	}`;

/** A method that returns an iterator over what `internal<name>` lists; `more` are statements at its start. */
export interface GoIterator {
  readonly api?: string;
  readonly name?: string;
  readonly request?: string;
  readonly response?: string;
  readonly items?: string;
  /** The two statements that lead from one page to the next; none for a single page. */
  readonly next?: readonly [string, string];
  readonly more?: string;
  readonly dedupe?: string;
}

export function iterator(i: GoIterator): string {
  const { api = "Things", name = "List", request = "ListThingsRequest", response = "ListThingsResponse" } = i;
  const next = i.next
    ? `getNextReq := func(resp *${response}) *${request} {\n${i.next[0]}\n${i.next[1]}\nreturn &request\n}`
    : "";
  const dedupe = `dedupedIterator := listing.NewDedupeIterator[Thing, string](
		iterator,
		func(item Thing) string {
			return item.${i.dedupe}
		})`;
  return `
func (a *${lowerFirst(api)}Impl) ${name}(ctx context.Context, request ${request}) listing.Iterator[Thing] {
	${i.more ?? ""}
	getNextPage := func(ctx context.Context, req ${request}) (*${response}, error) {
		ctx = useragent.InContext(ctx, "sdk-feature", "pagination")
		return a.internal${name}(ctx, req)
	}
	getItems := func(resp *${response}) []Thing {
		return resp.${i.items ?? "Things"}
	}
	${next}
	iterator := listing.NewIterator(
		&request,
		getNextPage,
		getItems,
		${i.next ? "getNextReq" : "nil"})
	${i.dedupe ? dedupe : ""}
	return ${i.dedupe ? "dedupedIterator" : "iterator"}
}
`;
}

/** A struct; each field is spelled `<Name> <type> <tags>`. Lines that start with `//` are comments. */
export function struct(name: string, ...fields: readonly string[]): string {
  const lines = fields.map((field) => (field.startsWith("//") ? field : fieldLine(field)));
  return `\ntype ${name} struct {\n${lines.join("\n")}\n\n	ForceSendFields []string \`json:"-" url:"-"\`\n}\n`;
}

function fieldLine(field: string): string {
  const [name, type, ...tags] = field.split(" ");
  return `	${name} ${type} \`${tags.join(" ")}\``;
}

/** A string type and its constants. */
export const enumeration = (name: string, constants: Readonly<Record<string, string>>): string =>
  `\ntype ${name} string\n${Object.entries(constants)
    .map(([constant, value]) => `\nconst ${constant} ${name} = \`${value}\`\n`)
    .join("")}`;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
