// TypeScript would infer a type from every literal of these files, megabytes of them; whoever imports one says what it is.

declare module "*/package.json" {
  const manifest: { readonly name: string; readonly version: string; readonly description: string };
  export default manifest;
}

declare module "*/tools.json" {
  const tools: unknown;
  export default tools;
}

declare module "*/schemas.json" {
  const schemas: unknown;
  export default schemas;
}

declare module "*/catalog.json" {
  const catalog: unknown;
  export default catalog;
}
