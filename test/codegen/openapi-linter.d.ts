/**
 * What Redocly's linter takes for an error in an OpenAPI document, with the place. Written in JavaScript: the linter's
 * own types take the compiler five seconds.
 */
export declare function lintErrors(path: string): Promise<string[]>;
